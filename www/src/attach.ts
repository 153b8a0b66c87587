// Makes a form ours, whoever drew it: keeps its touches as consent allows, and fetches everything else (`session`) at the
// visitor's first interaction. If that never arrives, the form posts itself as it would without JavaScript.

import type { Consent } from "./consent";
import { emit, type KonektorEventMap } from "./events";
import type { Language } from "./fields";
import type { Session } from "./session";
import { type Touches, touches } from "./touch";

/** What a session is given. */
export interface Attached {
  /** The form, whose `action` is the edge's address for submissions. */
  readonly form: HTMLFormElement;
  /** The element that carries the settings. */
  readonly host: HTMLElement;
  /** Tells the page. */
  emit<Name extends keyof KonektorEventMap>(name: Name, detail: KonektorEventMap[Name]["detail"]): void;
  readonly language: Language;
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
  const consent = () => (setting("consent") || "wait") as Consent;
  const noted = () => touches(consent(), `konektor ${setting("tracking-code") ?? ""}`);

  let session: Promise<Session> | undefined;
  const start = () => {
    session ??= import("./session").then(({ begin }) =>
      begin({
        form,
        host,
        // Passed along: what both parts import would be a file of its own, and a request before anyone touches the form.
        emit: (name, detail) => emit(host, name, detail),
        language: setting("language") === "en" ? "en" : "id",
        consent,
        touches: noted,
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

  document.addEventListener("konektor-consent", (event) =>
    host.setAttribute(`${prefix}consent`, String((event as CustomEvent).detail)),
  );
  new MutationObserver(noted).observe(host, { attributeFilter: [`${prefix}consent`] });
  noted();
  emit(host, "konektor:ready", {});
}
