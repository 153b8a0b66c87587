// The script that a page loads: defines `<konektor-form>` and attaches the page's own forms that carry `data-konektor`.
// Everything that is not needed before a visitor touches a form is behind a dynamic import.

import { attach } from "./attach";
import { KonektorForm } from "./element";
import { sendWhatWaits } from "./waiting";

function attachAll(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-konektor]")) {
    attach(form, form, "data-");
  }
}

// A second copy of the script does nothing.
if (!customElements.get("konektor-form")) {
  customElements.define("konektor-form", KonektorForm);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", attachAll);
  else attachAll();
  sendWhatWaits();
}
