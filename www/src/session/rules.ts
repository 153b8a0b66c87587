// Fetches the rules, which are Rust's, as wasm, and words what they find. Where a page's policy or a browser's mode forbids wasm
// the form does without: the browser's own validation still holds, and the edge checks everything again.

import load, { check, Problem } from "../../../pkg-template/wasm/widget/konektor_widget.js";
import { fill } from "../language/messages.js";
import { binary } from "../loaders/url.js";
import type { Messages } from "../public.js";

/** Says what is wrong with a field's value; undefined when nothing is. */
export type Rules = (name: string, value: string, label: string) => string | undefined;

/** What a sentence is called that says a problem: `PhoneShort` is `phoneShort`. */
type Sentence = Uncapitalize<Exclude<keyof typeof Problem, "None" | "Other">>;

/** Loads the rules; rejects where wasm is not to be had. */
export async function rules(say: Messages): Promise<Rules> {
  await load({ module_or_path: binary() });
  return (name, value, label) => {
    const found = check(name, value);
    const problem = Problem[found & 15] ?? "";
    if (problem === "None") return undefined;
    const sentence = say[problem.replace(/^./, (first) => first.toLowerCase()) as Sentence] ?? say.refused;
    return fill(sentence, problem === "TooLong" ? found >> 4 : label);
  };
}
