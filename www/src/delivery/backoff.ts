// When a submission that failed may go out again by itself: later and later, and no two browsers at once, so that an edge which comes
// back is not met by all that have waited for it. It is given a chance and what the edge asked for; it has no clock.

const FIRST = 10_000;
const LAST = 3_600_000;
/** More than that no edge is granted. */
export const LONGEST = 24 * LAST;

/**
 * Milliseconds until the next try.
 *
 * @param tries how often it has failed before
 * @param asked how long the edge asked to be left alone, in milliseconds
 * @param chance from 0 to 1
 */
export function pause(tries: number, asked: number, chance: number): number {
  return Math.min(LONGEST, asked + Math.min(LAST, FIRST * 2 ** tries) * (0.5 + chance / 2));
}
