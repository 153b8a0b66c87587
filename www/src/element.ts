// The element `<konektor-form>`: draws the form in a shadow tree, as the page's own form would be, and hands it to `attach`.
// It is given its attributes once, when it has entered the page; only `consent` may change later.

import { attach } from "./attach";
import { FIELDS, type Language, OPTIONAL, SEND } from "./fields";
import css from "./styles.css";

/** Creates an element inside `parent`; a null attribute is left out. */
function add<Name extends keyof HTMLElementTagNameMap>(
  parent: Node,
  name: Name,
  attributes: Record<string, string | null> = {},
  text = "",
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(attribute, value);
  }
  element.textContent = text;
  parent.appendChild(element);
  return element;
}

/**
 * `<konektor-form form="promo" tracking-code="KNK-abc123">`.
 *
 * Attributes: `form` (its name at the edge, required), `tracking-code`, `endpoint` (the edge's origin; the script's own unless
 * given), `language` (`id` or `en`), `consent` (`granted`, `denied` or `wait`; may change at any time). What stands inside the
 * element, such as a privacy notice, is shown above the button.
 *
 * Its events are those of `KonektorEventMap`.
 */
export class KonektorForm extends HTMLElement {
  /** Called by the browser when the element enters a page. */
  async connectedCallback(): Promise<void> {
    // Later by a moment: scripts put an element into the page first, then give it its attributes and listen.
    await null;
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    // Before 2023 browsers had no adopted sheets: there the form works, plainly dressed.
    if (root.adoptedStyleSheets) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    }

    const setting = (name: string) => this.getAttribute(name);
    const language: Language = setting("language") === "en" ? "en" : "id";
    const endpoint = (setting("endpoint") || new URL(import.meta.url).origin).replace(/\/+$/, "");
    const form = add(root, "form", {
      part: "form",
      method: "post",
      action: `${endpoint}/v1/forms/${encodeURIComponent(setting("form") ?? "")}/submissions`,
      lang: language,
    });
    for (const [name, look] of Object.entries(FIELDS)) {
      const field = add(form, "div", { part: "field" });
      const label = add(field, "label", { part: "label", for: name }, look.label[language]);
      if (look.optional) add(label, "small", {}, ` (${OPTIONAL[language]})`);
      const several = look.type === "textarea";
      add(field, several ? "textarea" : "input", {
        part: "input",
        id: name,
        name,
        type: several ? null : look.type,
        autocomplete: look.autocomplete,
        required: look.optional ? null : "",
      });
    }
    // People and assistive technology never meet this field; who fills it in is a program.
    const trap = add(form, "div", { part: "trap", "aria-hidden": "true" });
    add(trap, "input", { name: "_hp", tabindex: "-1", autocomplete: "off" });
    add(form, "slot");
    add(add(form, "div"), "button", { part: "button" }, SEND[language]);
    attach(form, this, "");
  }
}
