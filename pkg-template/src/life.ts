// How long something lasts that many calls depend on. An `AbortController` would say it, but in workerd one belongs to the request
// in which it was made, and none can be made before the first request.

/** What can end a wait: a life, or a caller's `AbortSignal`. */
export interface Ending {
  /** Whether it has come. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason: unknown;
  /** Asks to be told. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Asks no longer. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A life, until somebody ends it. */
export class Life implements Ending {
  aborted = false;
  reason: unknown;
  readonly #listeners = new Set<() => void>();

  addEventListener(_: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Ends it, and tells everybody who asked. */
  end(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener();
  }
}
