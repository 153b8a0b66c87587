// What a visitor has decided about storage and ad identifiers.

/** The decision; `wait` until there is one. */
export type Consent = "granted" | "denied" | "wait";
