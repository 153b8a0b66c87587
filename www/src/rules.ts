// Fetches the rules, which are Rust's, as wasm, and words what they find. Where a page's policy or a browser's mode forbids wasm
// the form does without: the browser's own validation still holds, and the edge checks everything again.

import load, { check, Problem } from "../../pkg-template/wasm/widget/konektor_widget.js";
import { fill, type Messages } from "./messages";

/** Set by the build: the file's name, which tells its content, so that a cached binary never meets a newer script. */
declare const RULES: string;

/** Says what is wrong with a field's value; undefined when nothing is. */
export type Rules = (name: string, value: string, label: string) => string | undefined;

/** What is said of each problem, save those that name a label or a limit. */
const SENTENCES: Partial<Record<Problem, keyof Messages>> = {
  [Problem.Email]: "email",
  [Problem.PhoneEmpty]: "phoneEmpty",
  [Problem.PhoneLetters]: "phoneLetters",
  [Problem.PhoneSeveral]: "phoneSeveral",
  [Problem.PhoneCharacters]: "phoneCharacters",
  [Problem.PhoneCountry]: "phoneCountry",
  [Problem.PhoneBeginning]: "phone",
  [Problem.PhoneShort]: "phoneShort",
  [Problem.PhoneLong]: "phoneLong",
};

/** Loads the rules; rejects where wasm is not to be had. */
export async function rules(say: Messages): Promise<Rules> {
  await load({ module_or_path: new URL(RULES, import.meta.url) });
  return (name, value, label) => {
    const found = check(name, value);
    const problem: Problem = found & 15;
    switch (problem) {
      case Problem.None:
        return undefined;
      case Problem.Required:
        return fill(say.required, label);
      case Problem.TooLong:
        return fill(say.tooLong, found >> 4);
      default:
        return say[SENTENCES[problem] ?? "refused"];
    }
  };
}
