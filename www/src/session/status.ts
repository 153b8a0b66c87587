// What a form says about itself as a whole: one line under its button, and the button's words. Which state the form is in is the
// session's matter.

import type { Messages } from "../public.js";
import { paragraph } from "./field.js";

/** The states of a form that has no receipt. */
export type State = "open" | "invalid" | "sending" | "failed" | "received";

/** Puts the line under a form's button; answers how to say something in it. */
export function statusOf(form: HTMLFormElement, say: Messages): (state: State, text: string) => void {
  const line = paragraph("status");
  line.setAttribute("role", "status");
  const button = form.querySelector<HTMLButtonElement | HTMLInputElement>("button:not([type]), [type=submit]");
  (button ?? form.lastElementChild)?.after(line);
  const caption = button instanceof HTMLInputElement ? button.value : button?.textContent;

  return (state, text) => {
    line.dataset.state = state;
    line.textContent = text;
    if (!button) return;
    button.setAttribute("aria-disabled", String(state === "sending"));
    const label = state === "failed" ? say.retry : (caption ?? "");
    if (button instanceof HTMLInputElement) button.value = label;
    // A page's button may hold more than words: leave it alone unless the words change.
    else if (button.textContent !== label) button.textContent = label;
  };
}
