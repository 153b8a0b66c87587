// The calls that need a form: which forms a call is for, and what is done to them. Fetched when a page makes the first.

import type { Control } from "../element/attach.js";
import type { Values } from "../public.js";

/**
 * What the visitor typed is never overwritten: a default value gives way to it, by the browser's own rule. Boxes and choices of
 * one are the visitor's alone to tick, since a box that was ticked before agrees to nothing.
 */
function prefill(form: HTMLFormElement, values: Values): void {
  for (const control of form.elements) {
    const { name, type } = control as HTMLInputElement;
    const value = values[name];
    // A field may be called "constructor".
    if (typeof value !== "string" && typeof value !== "number") continue;
    if (control instanceof HTMLSelectElement) {
      for (const option of control.options) {
        if (!control.value && option.value === `${value}`) option.defaultSelected = true;
      }
    } else if (type !== "checkbox" && type !== "radio") {
      (control as HTMLInputElement).defaultValue = `${value}`;
    }
  }
}

function find(target: unknown, controls: WeakMap<Element, Control>): Control[] {
  const hosts = target instanceof Element ? [target] : document.querySelectorAll("konektor-form,form[data-konektor]");
  return Array.from(hosts).flatMap((host) => {
    const control = controls.get(host);
    const named = control?.form.getAttribute("action")?.split("/").slice(-2)[0];
    return control && (typeof target !== "string" || named === encodeURIComponent(target)) ? [control] : [];
  });
}

/** Makes a call; answers whether it is done with, which it is not before its form is there. */
export function make(call: unknown, controls: WeakMap<Element, Control>, warn: (what: unknown) => void): boolean {
  try {
    const [name, ...given] = call as [string, ...unknown[]];
    const values = name === "prefill" ? given.shift() : {};
    const found = find(given[0], controls);
    switch (name) {
      case "prefill":
        for (const { form } of found) prefill(form, values as Values);
        break;
      case "submit":
        found[0]?.submit();
        break;
      case "reset":
        // A field may be called "reset".
        for (const { form } of found) HTMLFormElement.prototype.reset.call(form);
        break;
      default:
        throw `there is no call "${name}"`;
    }
    return found.length > 0;
  } catch (error) {
    warn(error);
    return true;
  }
}
