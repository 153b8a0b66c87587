// What this browser remembers of submissions: one list in IndexedDB, read and written whole in one transaction, so that no tab ever
// sees half a change of another's. Decides what of a list is sound and how old it may be; what stands in it is the callers' matter.

import { LONGEST } from "./backoff.js";
import type { Submission } from "./wire.js";

/** A submission that has no receipt yet. */
export interface Waiting {
  /** The edge's address for it. */
  action: string;
  submission: Submission;
  /** How often the edge, or something before it, has failed. */
  tries: number;
  /** Not before this time may it go out by itself. */
  due: number;
}

/** One intent: a form and a content, and the id under which it is sent. */
export interface Intent {
  /** Tells form and content: a digest; where the browser makes none, the text itself. */
  key: string;
  id: string;
  /** When it was sent first; once there is a receipt, when that came. */
  at: number;
  /** Gone with the receipt. */
  waiting?: Waiting | undefined;
}

const HOUR = 3_600_000;
/** So long a submission waits: an edge knows its receipts for 60 days. */
const WAITS = 7 * 24 * HOUR;
/** So long the same content has the same id after its receipt. */
const REMEMBERED = 24 * HOUR;
/** Under this name `localStorage` tells the next page that something waits. */
const MARK = "konektor-queue";

/** Storage that does not answer in this time is not waited for. */
const PATIENCE = 300;

/** The intents of a list that can be used: a browser or another script may have left anything there. */
function sound(value: unknown): Intent[] {
  const now = Date.now();
  return (Array.isArray(value) ? value : []).filter((intent) => {
    const waiting = intent?.waiting;
    const { fields, touch } = Object(waiting?.submission);
    if (!intent?.key || !intent.id) return false;
    if (waiting && !(waiting.action && fields && touch?.last)) return false;
    // What seems to come from the future was written under another clock.
    intent.at = Math.min(intent.at, now);
    if (waiting && !(waiting.due <= now + LONGEST)) waiting.due = now;
    if (waiting && !(waiting.tries >= 0)) waiting.tries = 0;
    return now - intent.at < (waiting ? WAITS : REMEMBERED);
  });
}

/** Leaves a mark while something waits, which costs the next page one look. */
function mark(list: readonly Intent[]): void {
  try {
    if (list.some(({ waiting }) => waiting)) localStorage.setItem(MARK, "1");
    else localStorage.removeItem(MARK);
  } catch {
    // Then it goes out when somebody touches a form.
  }
}

/** Changes the list in place; rejects when that is not certain to be kept. */
export function change<Answer>(edit: (list: Intent[]) => Answer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("konektor");
    opening.onupgradeneeded = () => opening.result.createObjectStore("queue");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const database = opening.result;
      try {
        const act = database.transaction("queue", "readwrite");
        const store = act.objectStore("queue");
        const reading = store.get("list");
        reading.onsuccess = () => {
          const list = sound(reading.result);
          const answer = edit(list);
          store.put(list, "list");
          mark(list);
          act.oncomplete = () => resolve(answer);
        };
        act.onabort = reject;
      } catch (error) {
        reject(error);
      }
      // As soon as the transaction ends: an open connection would stand in the way of a newer script.
      database.close();
    };
  });
}

/** What storage answers, if it does so in time. */
export function soon<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return Promise.race([
    answer.catch(() => undefined),
    new Promise<undefined>((late) => setTimeout(late, PATIENCE, undefined)),
  ]);
}
