// @ts-check
// Chance that can be had again: the same seed draws the same numbers.

/** Draws from a seed (Mulberry32). */
export class Seeded {
  #state;

  constructor(/** @type {number} */ seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to below 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  between(/** @type {number} */ low, /** @type {number} */ high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return /** @type {T} */ (list[this.between(0, list.length - 1)]);
  }

  /** A UUID v4. */
  uuid() {
    const hex = Array.from({ length: 32 }, () => this.between(0, 15).toString(16));
    hex[12] = "4";
    hex[16] = this.pick(["8", "9", "a", "b"]);
    const text = hex.join("");
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
  }

  /**
   * Draws cards: each comes once before one comes again, so that a short run has met most of them.
   *
   * @template T
   * @param {readonly T[]} cards
   * @returns {() => T}
   */
  deck(cards) {
    /** @type {T[]} */
    let left = [];
    return () => {
      if (left.length === 0) left = [...cards];
      return /** @type {T} */ (left.splice(this.between(0, left.length - 1), 1)[0]);
    };
  }
}
