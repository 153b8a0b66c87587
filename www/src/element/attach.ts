// Makes a form ours, whoever drew it: keeps its touches as consent allows, and fetches everything else (`session`) at the
// visitor's first interaction. If that never arrives, the form posts itself as it would without JavaScript.

import { emit } from "../api/events.js";
import { noting } from "../attribution/arrival.js";
import type { Touches } from "../attribution/touch.js";
import { type Consent, consentOf } from "../consent/consent.js";
import { languageOf, sentencesOf } from "../language/languages.js";
import type { KonektorEventMap, Messages } from "../public.js";
import type { Session } from "../session/session.js";

/** What a session is given. */
export interface Attached {
  /** The form, whose `action` is the edge's address for submissions. */
  readonly form: HTMLFormElement;
  /** The element that carries the settings. */
  readonly host: HTMLElement;
  /** What is said otherwise than in Indonesian. */
  readonly sentences: Partial<Messages>;
  /** Tells the page. */
  emit<Name extends keyof KonektorEventMap>(name: Name, detail: KonektorEventMap[Name]["detail"]): void;
  /** What the visitor has decided by now. */
  consent(): Consent;
  /** What may be told by now about the visits. */
  touches(): Touches;
}

/** What a page's calls need of a form. */
export interface Control {
  readonly form: HTMLFormElement;
  submit(): void;
}

/** The forms that are attached, by the element that carries their settings. */
export const controls = new WeakMap<Element, Control>();

/**
 * Attaches a form.
 *
 * @param host the element that carries the settings: `consent`, `language`, `tracking-code`
 * @param prefix what the settings' names begin with: `data-` on a page's own form
 */
export function attach(form: HTMLFormElement, host: HTMLElement, prefix: "" | "data-"): void {
  const setting = (name: string) => host.getAttribute(prefix + name);
  const { note, touches } = noting(setting, () => consent());
  const consent = consentOf(host, prefix, note);

  const language = languageOf(setting("language"));

  let session: Promise<Session> | undefined;
  const start = () => {
    session ??= Promise.all([import("../session/session.js"), sentencesOf(language), touches()]).then(
      ([{ begin }, sentences, touches]) =>
        begin({
          form,
          host,
          sentences,
          // Passed along: what both parts import would be a file of its own, and a request before anyone touches the form.
          emit: (name, detail) => emit(host, name, detail),
          consent,
          touches,
        }),
    );
    // A lost packet must not be remembered as the answer.
    session.catch(() => {
      session = undefined;
    });
    return session;
  };

  // The browser would stop an incomplete form before the session could say why beside each field.
  form.noValidate = true;
  for (const event of ["focusin", "pointerdown"]) {
    form.addEventListener(event, start, { once: true });
  }
  const submit = () => {
    start().then(
      ({ submit }) => submit(),
      // A field may be called "submit": ask the prototype.
      () => form.reportValidity() && HTMLFormElement.prototype.submit.call(form),
    );
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  controls.set(host, { form, submit });

  note();
  emit(host, "konektor:ready", {});
}
