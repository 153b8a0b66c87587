// Fetches the rules, which are Rust's, as wasm. Where a page's policy or a browser's mode forbids wasm the form does without:
// the browser's own validation still holds, and the edge checks everything again.

import load, { check, Problem } from "../../pkg-template/wasm/widget/konektor_widget.js";
import type { Messages } from "./messages";

/** Set by the build: the file's name, which tells its content, so that a cached binary never meets a newer script. */
declare const RULES: string;

/** Says what is wrong with a field's value; undefined when nothing is. */
export type Rules = (name: string, value: string, label: string) => string | undefined;

/** Loads the rules; rejects where wasm is not to be had. */
export async function rules(say: Messages): Promise<Rules> {
  await load({ module_or_path: new URL(RULES, import.meta.url) });
  return (name, value, label) => {
    const found = check(name, value);
    switch (found & 15) {
      case Problem.Required:
        return say.required(label);
      case Problem.TooLong:
        return say.tooLong(found >> 4);
      case Problem.Email:
        return say.email;
      case Problem.Other:
        return say.refused;
      case Problem.None:
        return undefined;
      default:
        // What is left is a reason why this is no phone number.
        return say.phone;
    }
  };
}
