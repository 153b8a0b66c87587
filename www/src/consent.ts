// What a visitor has decided about storage and ad identifiers, as the page tells it: by a form's attribute, by `decide`, or by
// Google's Consent Mode. Asking the visitor is the page's part. A browser that asks not to be tracked has refused.

import type { Consent } from "./public.js";

export type { Consent } from "./public.js";

/** Each form of the page: writes a decision on it, or lets it look again. */
const forms: ((decision?: Consent) => void)[] = [];
let decided: Consent | undefined;
/** What Consent Mode says; `undefined` while no form asks. */
let mode: Consent | undefined;

/** Tells all forms of the page, those to come too. The forms' attributes say it from now on. */
export function decide(decision: Consent): void {
  decided = decision;
  for (const form of forms) form(decision);
}

/**
 * Follows what is decided for a form.
 *
 * @param host the element whose `consent` says it: `granted`, `denied`, `wait`, or `auto` for Consent Mode
 * @param prefix what the setting's name begins with
 * @param changed is called with each change, not at first
 * @returns asks for the decision
 */
export function consentOf(host: HTMLElement, prefix: string, changed: () => void): () => Consent {
  const setting = (name: string) => host.getAttribute(prefix + name);
  const told = () => setting("consent");
  const attribute = `${prefix}consent`;
  const ask = () => {
    if (told() !== "auto" || mode) return;
    mode = "wait";
    import("./consent-mode.js").then(
      ({ follow }) =>
        follow((said) => {
          mode = said;
          for (const form of forms) form();
        }),
      () => {
        mode = undefined;
      },
    );
  };
  forms.push((decision) => {
    if (decision) host.setAttribute(attribute, decision);
    changed();
  });
  if (decided) host.setAttribute(attribute, decided);
  new MutationObserver(() => {
    ask();
    changed();
  }).observe(host, { attributeFilter: [attribute] });
  ask();
  return () => {
    if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) return "denied";
    const said = told() === "auto" ? mode : told();
    return said === "granted" || said === "denied" ? said : "wait";
  };
}
