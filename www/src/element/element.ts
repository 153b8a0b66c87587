// The element `<konektor-form>`: draws the form in a shadow tree, as the page's own form would be, and hands it to `attach`.
// It is given its attributes and children once, when it has entered the page; only `consent` may change later.

import { directionOf, labelOf, languageOf } from "../language/languages.js";
import { attach } from "./attach.js";
import { DEFAULT_FIELDS, INPUTS } from "./fields.js";
import css from "./styles.css";

/** What a page's own fields are made of. A challenge's token is none: its script keeps it where it has drawn the challenge. */
const CONTROLS = "input:not([name^=cf-]), textarea, select";

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
 * given), `fields` (names in their order, a `?` behind one that may stay empty), `language`, `consent` (`granted`, `denied` or
 * `wait`; may change at any time). A child that holds a control is a field of the form, in the place of the one of its name; a
 * `<button>` is the form's button; all else, such as a privacy notice, is shown above the button.
 *
 * Its events are those of `KonektorEventMap`.
 */
export class KonektorForm extends HTMLElement {
  /** Called by the browser when the element enters a page. */
  async connectedCallback(): Promise<void> {
    // Later by a moment: scripts put an element into the page first, then give it its attributes and children, and listen.
    await undefined;
    // A lead without what the page asks besides is still a lead.
    const children = this.querySelector(CONTROLS) && (await import("./children.js").catch(() => undefined));
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    this.dress(css);
    const own = children?.takeFields(this, CONTROLS);
    // Nobody shall fill in what is not sent.
    for (const control of this.querySelectorAll(CONTROLS)) control.closest("konektor-form > *")?.remove();

    const setting = (name: string) => this.getAttribute(name);
    const language = languageOf(setting("language"));
    const label = (name: string) => labelOf(language, name);
    const endpoint = (setting("endpoint") || new URL(import.meta.url).origin).replace(/\/+$/, "");
    const form = add(root, "form", {
      part: "form",
      method: "post",
      action: `${endpoint}/v1/forms/${encodeURIComponent(setting("form") ?? "")}/submissions`,
      lang: setting("language") || language,
      dir: directionOf(language),
    });
    const list = setting("fields") || DEFAULT_FIELDS;
    for (const [, name = "", optional] of list.matchAll(/([^\s?]+)(\??)/g)) {
      const given = own?.get(name);
      if (given) {
        form.append(given);
        own?.delete(name);
        continue;
      }
      const field = add(form, "div", { part: "field" });
      // Many Indonesians have a single name, and to part the others' at a space misnames people: one field may hold it all.
      const look = name === "firstName" && !list.includes("lastName") ? "name" : name;
      const text = add(field, "label", { part: "label", for: name }, label(look));
      if (optional) add(text, "small", {}, ` (${label("optional")})`);
      add(field, name === "message" ? "textarea" : "input", {
        part: "input",
        id: name,
        name,
        required: optional ? null : "",
        ...INPUTS[look],
      });
    }
    if (own) form.append(...own.values());
    // Where Enter begins no other line, it sends.
    form.lastElementChild?.querySelector("input")?.setAttribute("enterkeyhint", "send");

    // People and assistive technology never meet this field; who fills it in is a program. Undressed it would be seen.
    const trap = add(form, "div", { part: "trap", "aria-hidden": "true", hidden: root.adoptedStyleSheets ? null : "" });
    add(trap, "input", { name: "_hp", tabindex: "-1", autocomplete: "off" });
    add(form, "slot");
    const button = this.querySelector("button:not([type=button])") ?? add(form, "button", {}, label("send"));
    button.setAttribute("part", "button");
    add(form, "div").append(button);
    attach(form, this, "");
    // A page that keeps the place free until now can tell by it.
    this.setAttribute("ready", "");
  }

  /** Adds a style sheet to the form. Before 2023 browsers had no such sheets: there the form works, plainly dressed. */
  dress(css: string): void {
    const root = this.shadowRoot;
    if (!root?.adoptedStyleSheets) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}
