// Waits for something no longer than allowed: the one place where timers and abort signals meet.

import type { Ending } from "./life.js";

/** Why a wait ended before its time. */
export type Cut = "timeout" | "aborted";

// The longest time a timer can be set to; a longer one would fire at once.
const LONGEST = 2 ** 31 - 1;

/**
 * Settles as `work` does, or as soon as `ms` are over or one of the signals is aborted as `early` decides, which may throw. What
 * `work` comes to afterwards is of no interest.
 */
export function within<T>(
  ms: number,
  signals: readonly Ending[],
  work: Promise<T>,
  early: (cut: Cut, reason?: unknown) => T,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let aborted: (() => void) | undefined;
  return new Promise<T>((resolve, reject) => {
    const end = (cut: Cut, reason?: unknown) => {
      // A timer or a signal calls this: what is thrown there would be nobody's.
      try {
        resolve(early(cut, reason));
      } catch (error) {
        reject(error);
      }
    };
    aborted = () => {
      const signal = signals.find((signal) => signal.aborted);
      if (signal) end("aborted", signal.reason);
    };
    for (const signal of signals) signal.addEventListener("abort", aborted);
    if (ms >= 0) timer = setTimeout(end, Math.min(ms, LONGEST), "timeout");
    work.then(resolve, reject);
    aborted();
  }).finally(() => {
    clearTimeout(timer);
    for (const signal of signals) if (aborted) signal.removeEventListener("abort", aborted);
  });
}
