// What a page hears of a form: the names of the events and what each one tells. Nothing that a visitor typed is in any of them.

/** The events of a form by name, for `addEventListener`. */
export interface KonektorEventMap {
  /** The form is there, and calls reach it. */
  "konektor:ready": CustomEvent<Record<string, never>>;
  /** Nothing was sent, or the edge refused it: these fields need another look. */
  "konektor:invalid": CustomEvent<{ fields: readonly string[] }>;
  /** A submission is about to leave. */
  "konektor:submitted": CustomEvent<{ id: string }>;
  /** The edge has it on disk. */
  "konektor:received": CustomEvent<{ id: string; uniqueCode: string }>;
  /** There is no receipt. `reason` is `unknown`, `notKept` or `tooMany`; `kept`: it waits here and goes out by itself. */
  "konektor:failed": CustomEvent<{ id: string; reason: string; kept: boolean }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "konektor-form": HTMLElement;
  }
  interface HTMLElementEventMap extends KonektorEventMap {}
  interface DocumentEventMap extends KonektorEventMap {}
  interface WindowEventMap extends KonektorEventMap {}
}

/** Tells a page something; from inside its own components, too. */
export function emit<Name extends keyof KonektorEventMap>(
  host: EventTarget,
  name: Name,
  detail: KonektorEventMap[Name]["detail"],
): void {
  host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
}
