// Fields of a page's own inside the element: each child that is or holds a control is one, and moves into the form as it is, with
// its attributes, options and label. Where in the form it goes, and what it stands in for, is the element's matter. It is fetched
// by the forms that have such a child.

import css from "./children.css";
import type { KonektorForm } from "./element.js";

/** Takes a page's fields, those that are or hold what the `selector` names, out of an element; answers each under the name of its first. */
export function takeFields(host: KonektorForm, selector: string): Map<string, Element> {
  host.dress(css);
  const fields = new Map<string, Element>();
  for (const child of Array.from(host.children)) {
    const controls = Array.from(child.querySelectorAll<HTMLInputElement>(selector));
    if (child.matches(selector)) controls.push(child as HTMLInputElement);
    const [first] = controls;
    if (!first) continue;

    // Whom a label names is asked while they are where the page put them.
    const labels = controls.map((control) => control.labels?.[0]);
    const field = document.createElement("div");
    field.setAttribute("part", "field");
    // It would be a gap in the grid.
    field.hidden = controls.every(({ type }) => type === "hidden");
    for (const label of labels) if (label && !child.contains(label)) field.append(label);
    field.append(child);
    controls.forEach((control, at) => {
      dressed(control, labels[at]);
    });
    fields.set(first.name, field);
  }
  return fields;
}

/** Gives a control the parts by which it is styled, and the help that it brings. */
function dressed(control: HTMLInputElement, label: HTMLLabelElement | undefined): void {
  const choice = /^(checkbox|radio)$/.test(control.type);
  label?.setAttribute("part", choice ? "choice" : "label");
  // A box beside its words, and both of them one target for a thumb.
  if (choice && label) label.prepend(control);
  control.setAttribute("part", choice ? "check" : "input");
  const { help } = control.dataset;
  if (!help) return;
  const hint = document.createElement("p");
  hint.setAttribute("part", "help");
  hint.id = `${control.name}-help`;
  hint.textContent = help;
  control.setAttribute("aria-describedby", hint.id);
  (control.closest("label") ?? control).after(hint);
}
