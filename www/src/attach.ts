// Makes a form ours, whoever drew it: keeps its touches as consent allows, and fetches everything else (`session`) at the
// visitor's first interaction. If that never arrives, the form posts itself as it would without JavaScript.

import { noting } from "./arrival";
import { type Consent, consentOf } from "./consent";
import type { Language } from "./fields";
import type { Session } from "./session";
import type { Touches } from "./touch";

/** What a session is given. */
export interface Attached {
  /** The form, whose `action` is the edge's address for submissions. */
  readonly form: HTMLFormElement;
  /** Where events are dispatched. */
  readonly host: HTMLElement;
  readonly language: Language;
  /** What the visitor has decided by now. */
  consent(): Consent;
  /** What may be told by now about the visits. */
  touches(): Touches;
}

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

  let session: Promise<Session> | undefined;
  const start = () => {
    session ??= Promise.all([import("./session"), touches()]).then(([{ begin }, touches]) =>
      begin({
        form,
        host,
        language: setting("language") === "en" ? "en" : "id",
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
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start().then(
      ({ submit }) => submit(),
      // A field may be called "submit": ask the prototype.
      () => form.reportValidity() && HTMLFormElement.prototype.submit.call(form),
    );
  });

  note();
}
