// What becomes of an intent in the list that this browser keeps: how many may wait, which is next, and what an outcome means for it.
// All of it is changes to a list; `store` keeps the list, `delivery` sends.

import { pause } from "./backoff.js";
import { LEASE } from "./lock.js";
import type { Intent, Waiting } from "./store.js";
import type { Outcome, Submission } from "./wire.js";

const MOST = 20;
/** In UTF-16 units of two bytes: 256 KB. */
const LARGEST = 131_072;

function known(list: readonly Intent[], key: string): Intent | undefined {
  return list.find((intent) => intent.key === key);
}

/**
 * Puts down what a visitor sends, before it is sent; answers the id that form and content have had before, if any. A full list does
 * not take it: what waits was promised to be sent, and what is new has its visitor before it.
 */
export function putDown(list: Intent[], key: string, action: string, submission: Submission): string | undefined {
  const now = Date.now();
  const before = known(list, key);
  const others = list.filter((intent) => intent !== before && intent.waiting);
  if (others.length < MOST && JSON.stringify([others, submission]).length <= LARGEST) {
    const id = before?.id ?? submission.id;
    const waiting = {
      action,
      submission: { ...submission, id },
      tries: before?.waiting?.tries ?? 0,
      due: now + LEASE,
    };
    if (before) Object.assign(before, { at: now, waiting });
    else list.push({ key, id, at: now, waiting });
  }
  return before?.id;
}

/** The intent that may go out first. */
export function next(list: readonly Intent[]): (Intent & { waiting: Waiting }) | undefined {
  const waiting = list.filter((intent): intent is Intent & { waiting: Waiting } => Boolean(intent.waiting));
  return waiting.sort((one, other) => one.waiting.due - other.waiting.due)[0];
}

/** What is to be sent now; undefined when another tab has just done it, or is at it. */
export function claim(list: readonly Intent[], key: string): Waiting | undefined {
  const waiting = known(list, key)?.waiting;
  const now = Date.now();
  if (!waiting || waiting.due > now) return undefined;
  waiting.due = now + LEASE;
  return waiting;
}

/** Draws the consequence of an outcome; answers whether the intent waits for another try. */
export function settle(list: Intent[], key: string, outcome: Outcome): boolean {
  const now = Date.now();
  const intent = known(list, key);
  if (!intent?.waiting) return false;
  const { waiting } = intent;
  if ("failure" in outcome && !outcome.final) {
    const { asked = 0 } = outcome;
    // Without a network nobody was asked, so nobody needs to be spared.
    waiting.due = now + (navigator.onLine === false ? 0 : pause(waiting.tries++, asked, Math.random()));
    for (const { waiting: other } of list) {
      // What an edge asks for holds for all that is to go there.
      if (other?.action === waiting.action) other.due = Math.max(other.due, now + asked);
    }
    return true;
  }
  intent.at = now;
  intent.waiting = undefined;
  // Only a digest may stay: the text itself is what the visitor wrote.
  if (!("uniqueCode" in outcome) || key.startsWith("[")) list.splice(list.indexOf(intent), 1);
  return false;
}
