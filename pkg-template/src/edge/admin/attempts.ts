// Counts wrong tokens of an address by the minute, so that nobody guesses fast. It is memory: a restart forgives, and so does the
// next minute, whatever was tried in between.

const MINUTE = 60_000;
/** Wrong tokens that an address may send in a minute. */
const MOST = 10;
/** Addresses that are remembered; the earliest are forgotten first. */
const REMEMBERED = 10_000;

/** Who sent wrong tokens in this minute. */
export class Attempts {
  #minute = 0;
  readonly #wrong = new Map<string, number>();

  /**
   * Whether a token of an address is looked at. After too many wrong ones not even a right one is: otherwise whoever guesses would
   * be told by the answer.
   */
  admit(address: string, right: boolean, now: number): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#wrong.clear();
    }
    const wrong = this.#wrong.get(address) ?? 0;
    if (wrong >= MOST) return false;
    if (!right) {
      const [earliest] = this.#wrong.keys();
      if (earliest !== undefined && this.#wrong.size >= REMEMBERED) this.#wrong.delete(earliest);
      this.#wrong.set(address, wrong + 1);
    }
    return true;
  }
}
