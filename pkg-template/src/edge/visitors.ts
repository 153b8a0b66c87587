// Counts submissions of an address and form by the minute, where no binding does. It is memory: a restart forgives.

const MINUTE = 60_000;
/** So many visitors in one minute are a flood from many addresses, which counting does not stop; memory stays small. */
const MOST = 50_000;

/** Who sent how much in this minute. */
export class Visitors {
  #minute = 0;
  readonly #counts = new Map<string, number>();

  /** Counts one more; false when it is one too many. */
  admit(visitor: string, perMinute: number, now: number): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute || this.#counts.size >= MOST) {
      this.#minute = minute;
      this.#counts.clear();
    }
    const count = (this.#counts.get(visitor) ?? 0) + 1;
    this.#counts.set(visitor, count);
    return count <= perMinute;
  }
}
