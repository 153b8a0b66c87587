// The script that a page loads: defines `<konektor-form>` and attaches the page's own forms that carry `data-konektor`.
// Everything that is not needed before a visitor touches a form is behind a dynamic import.

import { attach } from "./attach";
import { KonektorForm } from "./element";
import { setMessages } from "./languages";

function begin(): void {
  // A second copy of the script does nothing.
  if (customElements.get("konektor-form")) return;
  // What the page has said in other words has to be known before the form is drawn.
  const said: unknown = Object(window).konektor;
  for (const [command, language, set] of Array.isArray(said) ? said : []) {
    if (command === "messages") setMessages(language, set);
  }
  customElements.define("konektor-form", KonektorForm);
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-konektor]")) {
    attach(form, form, "data-");
  }
}

// What stands inside an element has to be there before the form is drawn.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
