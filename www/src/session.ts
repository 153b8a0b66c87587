// One visitor filling in one form, from the first touch to the receipt: checks fields as they are left and corrected, sends
// once, and says what has really happened. It is fetched at the first interaction; requests and rules are other files' matter.

import { afterReceipt } from "./after";
import type { Attached } from "./attach";
import type { KonektorForm } from "./element";
import { answerOf, type Field, fieldAt, fieldsOf, mark } from "./field";
import { intents } from "./intent";
import { INDONESIAN } from "./messages";
import { problemOf } from "./problem";
import { showReceipt } from "./receipt";
import { type Rules, rules } from "./rules";
import states from "./states.css";
import { statusOf } from "./status";
import { formToken, send } from "./wire";

/** What the eager part can ask for. */
export interface Session {
  /** Checks everything and sends it, unless that is already under way. */
  submit(): Promise<void>;
}

function values(form: HTMLFormElement): Record<string, string> {
  const fields = new Map<string, string>();
  const boxes = new Set(Array.from(form.querySelectorAll<HTMLInputElement>("[type=checkbox]"), ({ name }) => name));
  for (const [name, value] of new FormData(form)) {
    const text = typeof value === "string" && value.trim();
    if (!text) continue;
    const known = fields.get(name);
    // Of boxes under one name all that are ticked count; of other fields, as at the edge, the first that is filled in.
    if (!known) fields.set(name, text);
    else if (boxes.has(name)) fields.set(name, `${known}, ${text}`);
  }
  return Object.fromEntries(fields);
}

/** Begins a session on a form. */
export function begin(attached: Attached): Session {
  const { form, host, emit, sentences, consent, touches } = attached;
  const say = { ...INDONESIAN, ...sentences };
  // A field may be called "action": ask for the attribute.
  const action = form.getAttribute("action") ?? "";
  const token = formToken(action);
  // A page's own form wears the page's styles.
  if (host !== form) (host as KonektorForm).dress(states);
  const fields = fieldsOf(form);
  const tell = statusOf(form, say);
  const idOf = intents();
  const agreed = form.querySelector("[data-purpose]") && import("./agreed").then(({ agreements }) => agreements(form));
  // Without the proof nothing was agreed to, and the lead is taken.
  agreed?.catch(() => {});

  let check: Rules | undefined;
  let state: "open" | "sending" | "received" = "open";

  const problem = (field: Field) => problemOf(field, say, check);

  function review(wrong: readonly Field[]): void {
    tell("invalid", say.review);
    wrong[0]?.control.focus();
    emit("konektor:invalid", { fields: wrong.map(({ control }) => control.name) });
  }

  async function submit(): Promise<void> {
    if (state !== "open") return;
    const wrong = fields.filter((field) => {
      field.visited = true;
      return mark(field, problem(field), false);
    });
    if (wrong.length) return review(wrong);

    state = "sending";
    tell("sending", say.sending);
    // A challenge's token is new at each try, so it is no part of what was said.
    const { "cf-turnstile-response": turnstile, ...content } = values(form);
    const id = idOf(content);
    emit("konektor:submitted", { id });
    const formToken = await token;
    const agreements = await agreed?.then((tell) => tell()).catch(() => null);
    const outcome = await send(action, {
      v: 1,
      id,
      fields: content,
      touch: touches(),
      consent: consent(),
      ...(agreements && { agreed: agreements }),
      proof: { ...(formToken && { formToken }), ...(turnstile && { turnstile }) },
    });
    if ("uniqueCode" in outcome) {
      showReceipt(form, say, outcome.uniqueCode, outcome.next);
      state = "received";
      return afterReceipt(attached, { id, ...outcome });
    }
    state = "open";
    const refused = "refused" in outcome ? outcome.refused : [];
    const named = fields.filter(({ control }) => refused.includes(control.name));
    if (named.length) {
      for (const field of named) {
        field.refused = answerOf(field);
        mark(field, problem(field), false);
      }
      return review(named);
    }
    const reason = "failure" in outcome ? outcome.failure : "notKept";
    tell("failed", say[reason]);
    emit("konektor:failed", { id, reason, kept: false });
  }

  // A message that appears while a mouse button is down would push the form's button away from under it: no click would come.
  let released = Promise.resolve();
  addEventListener("pointerdown", () => {
    released = new Promise((release) => {
      for (const end of ["pointerup", "pointercancel"]) {
        addEventListener(end, () => setTimeout(release), { once: true });
      }
    });
  });
  form.addEventListener("focusout", async ({ target }) => {
    const field = fieldAt(fields, target);
    await released;
    if (!field) return;
    field.visited ||= Boolean(answerOf(field));
    if (field.visited) mark(field, problem(field));
  });
  form.addEventListener("input", ({ target }) => {
    const field = fieldAt(fields, target);
    if (field?.visited) mark(field, problem(field));
  });
  form.addEventListener("reset", () => {
    if (state === "received") state = "open";
    if (state === "open") tell("open", "");
    for (const field of fields) {
      field.visited = false;
      mark(field, undefined);
    }
  });
  rules(say).then(
    (loaded) => {
      check = loaded;
      for (const field of fields) if (field.visited) mark(field, problem(field));
    },
    () => {},
  );
  return { submit };
}
