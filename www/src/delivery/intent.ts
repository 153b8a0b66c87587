// Which id a submission goes out under. One intent has one id, however often and from whichever tab it is sent; a correction is another
// intent, because the edge refuses one id with two contents. The id is stored with the content before the first try, where storage can.

import { uuid } from "./id.js";
import { putDown } from "./queue.js";
import { change, soon } from "./store.js";
import type { Submission } from "./wire.js";

/** A submission on its way out. */
export interface Sending {
  /** Under this it is kept. */
  readonly key: string;
  readonly action: string;
  readonly submission: Submission;
}

/**
 * Tells form and content. No shorter digest will do where the browser makes none (plain http): two contents with one digest would be
 * one lead. The text itself is compared there, and not kept beyond the receipt.
 */
async function keyOf(action: string, content: Record<string, string>): Promise<string> {
  const text = JSON.stringify([action, ...Object.entries(content).sort()]);
  try {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  } catch {
    return text;
  }
}

/** The intents of a form: where there is no storage, the last of them is still remembered. */
export function intents(action: string): (submission: Omit<Submission, "id">) => Promise<Sending> {
  let last = "";
  let id = "";
  return async (said) => {
    const key = await keyOf(action, said.fields);
    if (key !== last) id = uuid();
    last = key;
    // What storage answers too late is of no more use, but what it was given still is kept.
    id = (await soon(change((list) => putDown(list, key, action, { ...said, id })))) ?? id;
    return { key, action, submission: { ...said, id } };
  };
}
