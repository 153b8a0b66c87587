// One visitor filling in one form, from the first touch to the receipt: checks fields as they are left and corrected, sends
// once, and says what has really happened. It is fetched at the first interaction; requests and rules are other files' matter.

import { type Delivery, sendNow, watch } from "../delivery/delivery.js";
import { intents, type Sending } from "../delivery/intent.js";
import { formToken } from "../delivery/wire.js";
import type { Attached } from "../element/attach.js";
import type { KonektorForm } from "../element/element.js";
import { INDONESIAN } from "../language/messages.js";
import { afterReceipt } from "../receipt/after.js";
import { receiptOf } from "../receipt/receipt.js";
import { contentOf, TOKEN } from "./content.js";
import { answerOf, type Field, fieldAt, fieldsOf, mark } from "./field.js";
import { released } from "./pointer.js";
import { problemOf } from "./problem.js";
import { type Rules, rules } from "./rules.js";
import states from "./states.css";
import { statusOf } from "./status.js";

export { resume, withdraw } from "../delivery/delivery.js";

/** What the eager part can ask for. */
export interface Session {
  /** Checks everything and sends it, unless that is already under way. */
  submit(): Promise<void>;
}

/** Begins a session on a form. */
export function begin(attached: Attached): Session {
  const { form, host, emit, sentences, consent, touches } = attached;
  const say = { ...INDONESIAN, ...sentences };
  // A field may be called "action": ask for the attribute.
  const action = form.getAttribute("action") ?? "";
  let token: string | undefined;
  const asking = formToken(action).then((made) => {
    token = made;
  });
  // A page's own form wears the page's styles.
  if (host !== form) (host as KonektorForm).dress(states);
  const fields = fieldsOf(form);
  const tell = statusOf(form, say);
  const intend = intents(action);
  const agreed =
    form.querySelector("[data-purpose]") && import("../consent/agreed.js").then(({ agreements }) => agreements(form));
  // Without the proof nothing was agreed to, and the lead is taken.
  agreed?.catch(() => {});

  let showReceipt: ReturnType<typeof receiptOf> | undefined;
  let check: Rules | undefined;
  let state: "open" | "sending" | "received" = "open";

  const problem = (field: Field) => problemOf(field, say, check);

  function review(wrong: readonly Field[]): void {
    tell("invalid", say.review);
    wrong[0]?.control.focus();
    emit("konektor:invalid", { fields: wrong.map(({ control }) => control.name) });
  }

  /** Says how it ended: at once, or `late`, when the visitor may have gone on typing, which nothing takes away. */
  async function conclude(sent: Sending, { outcome, kept }: Delivery, late = false): Promise<void> {
    const { id, fields: content } = sent.submission;
    const changed = late && (state !== "open" || JSON.stringify(contentOf(form).content) !== JSON.stringify(content));
    if ("uniqueCode" in outcome) {
      const { uniqueCode, next } = outcome;
      if (!changed) {
        showReceipt?.(uniqueCode, next, late);
        state = "received";
      } else if (state === "open") tell("received", `${say.sentLater} ${say.code} ${uniqueCode}`);
      // Who did not press the button just now is not taken away from the page.
      return afterReceipt(attached, { id, uniqueCode, next: late ? undefined : next });
    }
    if (!late) state = "open";
    const refused = "refused" in outcome ? outcome.refused : [];
    const named = fields.filter(({ control }) => refused.includes(control.name) && !changed);
    if (named.length) {
      for (const field of named) {
        field.refused = answerOf(field);
        mark(field, problem(field), false);
      }
      return review(named);
    }
    const reason = "failure" in outcome ? outcome.failure : "notKept";
    if (state === "open") tell("failed", kept ? say.kept : say[reason]);
    emit("konektor:failed", { id, reason, kept });
    if (kept) watch(sent, (delivery) => conclude(sent, delivery, true));
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
    showReceipt ??= receiptOf(form, host, say);
    const { content, turnstile } = contentOf(form);
    const agreements = await agreed?.then((now) => now()).catch(() => null);
    const sent = await intend({
      v: 1,
      fields: content,
      touch: touches(),
      consent: consent(),
      ...(agreements && { agreed: agreements }),
      proof: { ...(token && { formToken: token }), ...(turnstile && { turnstile }) },
    });
    emit("konektor:submitted", { id: sent.submission.id });
    await asking;
    if (token) sent.submission.proof.formToken = token;
    const delivery = await sendNow(sent);
    const { outcome } = delivery;
    if ("failure" in outcome && outcome.broken) {
      const left = await import("../delivery/plain.js").then(
        ({ postPlain }) => postPlain(form, { _id: sent.submission.id, ...(turnstile && { [TOKEN]: turnstile }) }),
        () => false,
      );
      if (left) {
        state = "open";
        return tell("open", "");
      }
    }
    return conclude(sent, delivery);
  }

  form.addEventListener("focusout", async ({ target }) => {
    const field = fieldAt(fields, target);
    // A message that appears while a mouse button is down would push the form's button away from under it: no click would come.
    await released();
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
