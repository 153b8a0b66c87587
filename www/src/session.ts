// One visitor filling in one form, from the first touch to the receipt: checks fields as they are left and corrected, sends
// once, and says what has really happened. It is fetched at the first interaction; requests and rules are other files' matter.

import type { Attached } from "./attach";
import { type Delivery, sendNow, watch } from "./delivery";
import { type Field, fieldsOf, mark } from "./field";
import { intents, type Sending } from "./intent";
import { MESSAGES } from "./messages";
import { showReceipt } from "./receipt";
import { type Rules, rules } from "./rules";
import { statusOf } from "./status";
import { formToken } from "./wire";

export { resume } from "./delivery";

/** What the eager part can ask for. */
export interface Session {
  /** Checks everything and sends it, unless that is already under way. */
  submit(): Promise<void>;
}

/** What a form says, and the token of a challenge: that is new at each try, so it is no part of what is said. */
function read(form: HTMLFormElement): { content: Record<string, string>; turnstile: string | undefined } {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    // The first of one name counts, as in a plain post.
    if (typeof value === "string" && value.trim()) fields[name] ??= value.trim();
  }
  const { "cf-turnstile-response": turnstile, ...content } = fields;
  return { content, turnstile };
}

/** Begins a session on a form. */
export function begin({ form, host, language, consent, touches }: Attached): Session {
  const say = MESSAGES[language];
  // A field may be called "action": ask for the attribute.
  const action = form.getAttribute("action") ?? "";
  let token: string | undefined;
  const asking = formToken(action).then((made) => {
    token = made;
  });
  const fields = fieldsOf(form);
  const tell = statusOf(form, say);
  const intend = intents(action);

  let check: Rules | undefined;
  let sending = false;

  function problem({ control, refused }: Field): string | undefined {
    // The label's first words: what follows is a hint, or the field itself.
    const words = Array.from(control.labels?.[0]?.childNodes ?? [], (node) => node.textContent?.trim());
    const label = words.find(Boolean) ?? control.name;
    const value = control.value.trim();
    if (!value && (control.required || refused === "")) return say.required(label);
    if (value === refused) return say.refused;
    const { validity } = control;
    return (
      check?.(control.name, value, label) ??
      (validity.typeMismatch && control.type === "email" ? say.email : control.validationMessage)
    );
  }

  function review(wrong: readonly Field[]): void {
    tell("invalid", say.review);
    wrong[0]?.control.focus();
  }

  function emit(name: string, detail: object): void {
    host.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  /** Says how it ended: at once, or `late`, when the visitor may have gone on typing, which nothing takes away. */
  function conclude(sent: Sending, { outcome, kept }: Delivery, late = false): void {
    const { id } = sent.submission;
    const changed = late && (sending || JSON.stringify(read(form).content) !== JSON.stringify(sent.submission.fields));
    if ("uniqueCode" in outcome) {
      emit("konektor:received", { id, uniqueCode: outcome.uniqueCode });
      if (!changed) showReceipt(form, say, outcome.uniqueCode);
      else if (!sending) tell("received", `${say.received} ${say.code} ${outcome.uniqueCode}`);
      return;
    }
    if (!late) sending = false;
    const refused = "refused" in outcome ? outcome.refused : [];
    const named = fields.filter(({ control }) => refused.includes(control.name) && !changed);
    if (named.length) {
      for (const field of named) {
        field.refused = field.control.value.trim();
        mark(field, problem(field));
      }
      review(named);
      return;
    }
    const reason = "failure" in outcome ? outcome.failure : "notKept";
    if (!sending) tell("failed", kept ? say.kept : say[reason]);
    emit("konektor:failed", { id, reason, kept });
    if (kept) watch(sent, (delivery) => conclude(sent, delivery, true));
  }

  async function submit(): Promise<void> {
    if (sending) return;
    const wrong = fields.filter((field) => {
      field.visited = true;
      return mark(field, problem(field));
    });
    if (wrong.length) return review(wrong);

    sending = true;
    tell("sending", say.sending);
    const { content, turnstile } = read(form);
    const sent = await intend({
      v: 1,
      fields: content,
      touch: touches(),
      consent: consent(),
      proof: { ...(token && { formToken: token }), ...(turnstile && { turnstile }) },
    });
    await asking;
    if (token) sent.submission.proof.formToken = token;
    const delivery = await sendNow(sent);
    const { outcome } = delivery;
    if ("failure" in outcome && outcome.broken) {
      const left = await import("./plain").then(
        ({ postPlain }) => postPlain(form, sent.submission.id),
        () => false,
      );
      if (left) {
        sending = false;
        return tell("invalid", "");
      }
    }
    conclude(sent, delivery);
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
    const field = fields.find(({ control }) => control === target);
    await released;
    if (!field) return;
    field.visited ||= Boolean(field.control.value);
    if (field.visited) mark(field, problem(field));
  });
  form.addEventListener("input", ({ target }) => {
    const field = fields.find(({ control }) => control === target);
    if (field?.visited) mark(field, problem(field));
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
