// Waits for something no longer than allowed: the one place where timers and abort signals meet.

import type { Ending } from "./life.js";

/** Why a wait ended before its time. */
export type Cut = "timeout" | "aborted";

// The longest time a timer can be set to; a longer one would fire at once.
const LONGEST = 2 ** 31 - 1;

/**
 * Settles as `work` does, or as `early` decides as soon as `ms` are over or one of the signals is aborted. What `work` comes to
 * afterwards is of no interest.
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
    aborted = () => {
      const signal = signals.find((signal) => signal.aborted);
      if (signal) resolve(early("aborted", signal.reason));
    };
    for (const signal of signals) signal.addEventListener("abort", aborted);
    if (ms >= 0) timer = setTimeout(() => resolve(early("timeout")), Math.min(ms, LONGEST));
    work.then(resolve, reject);
    aborted();
  }).finally(() => {
    clearTimeout(timer);
    for (const signal of signals) if (aborted) signal.removeEventListener("abort", aborted);
  });
}
