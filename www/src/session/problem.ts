// What is wrong with a field, in words. It is given the field, the language and the rules where they have come; the browser's own
// judgement counts for everything that a page has asked for by attributes. Where the words stand is `field`'s matter.

import { fill } from "../language/messages.js";
import type { Messages } from "../public.js";
import { answerOf, type Field } from "./field.js";
import type { Rules } from "./rules.js";

/** The words that name a field: the first of its label or legend, since what follows is a hint, or the field itself. */
function nameOf({ control, place }: Field): string {
  const label = place.querySelector("legend") ?? control.labels?.[0];
  const words = Array.from(label?.childNodes ?? [], (node) => node.textContent?.trim());
  return words.find(Boolean) ?? control.name;
}

/** Says what is wrong with a field; undefined or empty when nothing is. */
export function problemOf(field: Field, say: Messages, check: Rules | undefined): string | undefined {
  const { control, refused } = field;
  const { type, validity } = control;
  const value = answerOf(field);
  if (validity.valueMissing && type === "checkbox") return say.tick;
  if (validity.valueMissing && type === "radio") return say.choose;
  const label = nameOf(field);
  if (!value && (control.required || refused === "")) return fill(say.required, label);
  if (value === refused) return say.refused;
  return (
    check?.(control.name, value, label) ??
    (validity.typeMismatch && type === "email"
      ? say.email
      : validity.patternMismatch
        ? control.title || say.refused
        : control.validationMessage)
  );
}
