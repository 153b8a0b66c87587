// `window.konektor`, by which a page asks things of its forms: an array before this script, with methods afterwards, so that a page
// may call at any time. Decides what has to be heard at once, which is consent and words; for the rest it fetches `calls`, so that
// only a page that calls pays for them. It never throws into the page.

import { decide } from "../consent/consent.js";
import { controls } from "../element/attach.js";
import { attachOwn } from "../element/own-forms.js";
import { setMessages } from "../language/languages.js";

/** What no form has been there for yet. */
const waiting: unknown[] = [];

function warn(what: unknown): void {
  console.warn(`konektor: ${what}`);
}

async function push(...calls: unknown[]): Promise<void> {
  try {
    for (const call of calls) {
      const { 0: name, 1: first, 2: second } = Object(call);
      if (name === "consent") decide(first);
      else if (name === "messages") setMessages(first, second);
      else waiting.push(call);
    }
    if (!waiting.length) return;
    const { make } = await import("./calls.js");
    attachOwn();
    for (const call of waiting.splice(0)) if (!make(call, controls, warn)) waiting.push(call);
  } catch (error) {
    // Never the call itself: what it was given may be personal.
    warn(error);
  }
}

/** Makes the calls that the page has made already, and every later one. */
export function openApi(): void {
  try {
    // An element with the id "konektor" answers to that name, too, but is no property of the window's own.
    const api = Object.getOwnPropertyDescriptor(window, "konektor")?.value ?? [];
    // The page's array stays what it is, because the page may hold it under another name.
    const made = api.splice(0);
    for (const name of ["prefill", "submit", "reset", "consent", "messages"]) {
      api[name] = (...given: unknown[]) => push([name, ...given]);
    }
    api.push = push;
    window.konektor = api;
    push(...made);
    addEventListener("konektor:ready", () => push());
  } catch (error) {
    // Whatever else the page has under that name stays the page's.
    warn(`window.konektor is not ours: ${error}`);
  }
}
