// Sends intents: at once when a visitor asks for it; later by itself, one after the other, when the network is back, on the next visit,
// when a pause is over, or as the visitor leaves. Tells what became of an intent to the form that it came from, if that is still open.

import type { Touch } from "../attribution/touch.js";
import { TOO_FAST_MS, TOO_OLD_MS } from "../generated/intake.js";
import { pause } from "./backoff.js";
import type { Sending } from "./intent.js";
import { alone } from "./lock.js";
import { claim, next, settle } from "./queue.js";
import { change, type Intent, soon } from "./store.js";
import { formToken, type Outcome, type Submission, send } from "./wire.js";

/** How a try ended, and whether the submission is kept and goes out again by itself. */
export interface Delivery {
  readonly outcome: Outcome;
  readonly kept: boolean;
}

/** A form that is open and waits for the end of its intent. */
interface Watch {
  readonly sending: Sending;
  /** When the visitor seemed to leave last. */
  left: number;
  tell(delivery: Delivery): void;
}

/** Receipts are told to the other tabs under this name. */
const CHANNEL = "konektor";
/** All requests that outlive a page may have 64 KB together, and the page has its own: a unit of UTF-16 is up to three bytes. */
const LAST_UNITS = 12_000;
/** A token is replaced well before the edge takes it for old, and used when it is sure to be a person's. */
const TOKEN_LASTS = TOO_OLD_MS - 4 * 3_600_000;
const TOKEN_RIPENS = TOO_FAST_MS + 500;

const watched = new Map<string, Watch>();
/** What is on its way, and goes on should the visitor leave. */
const lasting = new Set<string>();
/** Until when the edge wants to be left alone. */
let quiet = 0;
let channel: BroadcastChannel | undefined;

/** What storage answers, however long that takes: nobody is waiting. */
function sometime<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch(() => undefined);
}

async function deliver(
  { key, action, submission }: Sending,
  keepalive: boolean,
  stored: typeof soon,
): Promise<Delivery> {
  if (keepalive) lasting.add(submission.id);
  const outcome = await send(action, submission, keepalive);
  if ("failure" in outcome && outcome.asked) quiet = Date.now() + outcome.asked;
  const kept = await stored(change((list) => settle(list, key, outcome)));
  lasting.delete(submission.id);
  if ("uniqueCode" in outcome) {
    try {
      const others = new BroadcastChannel(CHANNEL);
      others.postMessage({ id: submission.id, outcome });
      others.close();
    } catch {
      // Older browsers: another tab's form has its receipt when it is sent again.
    }
  }
  return { outcome, kept: kept === true };
}

/** Sends without asking anybody, and lets no other tab begin with it meanwhile. */
function goAhead(sending: Sending): Promise<Delivery> {
  const sent = deliver(sending, true, soon);
  alone(sending.key, () => sent);
  return sent;
}

function unwatch(id: string): Watch | undefined {
  const watch = watched.get(id);
  watched.delete(id);
  if (!watched.size) {
    channel?.close();
    channel = undefined;
  }
  return watch;
}

function announce(id: string, delivery: Delivery): void {
  const watch = unwatch(id);
  if (watch) watch.tell(delivery);
  // The form is gone, and what counts leads on the page still wants to know.
  else if ("uniqueCode" in delivery.outcome) {
    const detail = { id, uniqueCode: delivery.outcome.uniqueCode };
    document.dispatchEvent(new CustomEvent("konektor:received", { bubbles: true, detail }));
  }
}

/** Sends once more what waits, if it still does. */
async function redeliver({ key, id, at }: Intent): Promise<boolean> {
  const waiting = await sometime(change((list) => claim(list, key)));
  if (!waiting) return false;
  const { action, submission, tries } = waiting;
  if (!submission.proof?.formToken || Date.now() - at > TOKEN_LASTS) {
    const token = await formToken(action);
    if (token) {
      submission.proof = { ...submission.proof, formToken: token };
      await new Promise((ripe) => setTimeout(ripe, TOKEN_RIPENS));
    }
  }
  // Every other time without, should the page have used up what such requests may have.
  const delivery = await deliver({ key, action, submission }, tries % 2 === 0, sometime);
  if (!delivery.kept) announce(id, delivery);
  return delivery.kept;
}

/** Sends what is due until one fails; answers in how many milliseconds to come back. */
async function sendDue(): Promise<number | undefined> {
  // More than may wait: a list that is damaged must not keep a page busy.
  for (let count = 0; count < 30; count++) {
    const first = await sometime(change(next));
    if (!first || navigator.onLine === false) break;
    const wait = first.waiting.due - Date.now();
    if (wait > 0) return wait;
    const failed = await alone(first.key, () => redeliver(first));
    // One failure is news about the edge; where another tab is at it, that one learns the news.
    if (failed !== false) return pause(0, 0, Math.random());
  }
  return undefined;
}

let timer: ReturnType<typeof setTimeout> | undefined;
let running = false;
let wanted = false;

async function drain(): Promise<void> {
  wanted = true;
  if (running) return;
  running = true;
  clearTimeout(timer);
  let wait: number | undefined;
  while (wanted) {
    wanted = false;
    wait = await sendDue();
  }
  running = false;
  if (wait !== undefined) timer = setTimeout(drain, wait);
}

/** The visitor may be leaving: sends once more what this page could not, but not against the edge's wish, nor what is on its way. */
function leave(): void {
  if (navigator.onLine === false) return;
  let room = LAST_UNITS;
  for (const [id, watch] of watched) {
    if (lasting.has(id)) continue;
    const { sending, left } = watch;
    const now = Date.now();
    room -= JSON.stringify(sending.submission).length;
    // Whoever goes to and fro between two tabs is not leaving.
    if (room > 0 && now - left > 60_000 && now > quiet) {
      watch.left = now;
      goAhead(sending).then((delivery) => delivery.kept || announce(id, delivery));
    }
  }
}

let listening = false;

/** Sends what waits, now and whenever there is a chance. */
export function resume(): void {
  if (!listening) {
    listening = true;
    addEventListener("online", drain);
    addEventListener("pageshow", drain);
    addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : drain()));
  }
  drain();
}

/** Sends what a visitor has just asked for, in whatever state storage and locks are. */
export function sendNow(sending: Sending): Promise<Delivery> {
  unwatch(sending.submission.id);
  return goAhead(sending);
}

/** Lets a form know of the end of an intent that is kept. */
export function watch(sending: Sending, tell: Watch["tell"]): void {
  watched.set(sending.submission.id, { sending, left: 0, tell });
  try {
    channel ??= new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      if (watched.has(data?.id)) announce(data.id, { outcome: data.outcome, kept: false });
    };
  } catch {
    // See `deliver`.
  }
  resume();
}

/** Takes out of all that waits what may be told with consent only. */
export async function withdraw(limited: (touch: Touch) => Touch): Promise<void> {
  const take = (submission: Submission) => {
    const last = limited(submission.touch.last);
    submission.touch = { first: last, last };
    submission.consent = "denied";
  };
  for (const { sending } of watched.values()) take(sending.submission);
  const takeAll = (list: Intent[]) => {
    for (const { waiting } of list) if (waiting) take(waiting.submission);
  };
  await sometime(change(takeAll));
}
