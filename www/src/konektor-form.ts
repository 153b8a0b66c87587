// The script that a page loads: defines `<konektor-form>`, attaches the page's own forms that carry `data-konektor`, and answers
// the page's calls. Everything that is not needed before a visitor touches a form is behind a dynamic import.

import { openApi } from "./api/api.js";
import { sendWhatWaits } from "./delivery/waiting.js";
import { KonektorForm } from "./element/element.js";
import { findOwn } from "./element/own-forms.js";

function begin(): void {
  // A second copy of the script does nothing.
  if (customElements.get("konektor-form")) return;
  // First, so that what the page has said already holds for forms that are drawn now.
  openApi();
  customElements.define("konektor-form", KonektorForm);
  findOwn();
  sendWhatWaits();
}

// What stands inside an element has to be there before the form is drawn.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
