// What a visitor has decided about storage and ad identifiers, as the page tells it: by a form's attribute, by `decide`, or by
// Google's Consent Mode. Asking the visitor is the page's part. A browser that asks not to be tracked has refused.

import type { Consent } from "../public.js";

export type { Consent } from "../public.js";

/** Writes a decision on a form, or lets it look again; `lost` where consent was taken back elsewhere. */
type Hear = (decision?: Consent, lost?: boolean) => void;

/** The forms of the page. An app that mounts one on each route must not keep them all for it; one that is only moved still hears. */
let forms: WeakRef<Hear>[] = [];
let decided: Consent | undefined;
/** What Consent Mode says; `undefined` while no form asks. */
let mode: Consent | undefined;

function tell(...said: Parameters<Hear>): void {
  for (const form of forms) form.deref()?.(...said);
}

/** Tells all forms of the page, those to come too. The forms' attributes say it from now on. */
export function decide(decision: Consent): void {
  decided = decision;
  tell(decision);
}

/** Consent was taken back in another tab, or what is kept was removed: nobody has decided until this page says it anew. */
export function lose(): void {
  if (decided === "granted") decided = "wait";
  if (mode === "granted") mode = "wait";
  tell("wait", true);
}

/** Follows Consent Mode, once for the page. Out here, where nothing that the page goes on calling knows a form. */
function followMode(): void {
  if (mode) return;
  mode = "wait";
  import("./consent-mode.js").then(
    ({ follow }) =>
      follow((said) => {
        mode = said;
        tell();
      }),
    () => {
      mode = undefined;
    },
  );
}

/**
 * Follows what is decided for a form.
 *
 * @param host the element whose `consent` says it: `granted`, `denied`, `wait`, or `auto` for Consent Mode
 * @param prefix what the setting's name begins with
 * @param changed is called with each change, not at first; with `true` where consent was taken back elsewhere
 * @returns asks for the decision
 */
export function consentOf(host: HTMLElement, prefix: string, changed: (lost?: boolean) => void): () => Consent {
  const setting = (name: string) => host.getAttribute(prefix + name);
  const told = () => setting("consent");
  const attribute = `${prefix}consent`;
  const ask = () => {
    if (told() === "auto") followMode();
  };
  const hear: Hear = (decision, lost) => {
    if (decision && (!lost || told() === "granted")) host.setAttribute(attribute, decision);
    changed(lost);
  };
  forms = forms.filter((form) => form.deref());
  forms.push(new WeakRef(hear));
  if (decided) host.setAttribute(attribute, decided);
  // It lives as long as the host, and what it calls with it.
  new MutationObserver(() => {
    ask();
    hear();
  }).observe(host, { attributeFilter: [attribute] });
  ask();
  return () => {
    if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) return "denied";
    const said = told() === "auto" ? mode : told();
    return said === "granted" || said === "denied" ? said : "wait";
  };
}
