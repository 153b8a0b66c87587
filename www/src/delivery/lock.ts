// Lets one tab at a time send a submission: by a Web Lock, which ends with its tab; where there are none (plain http, older
// browsers) by the time until which a claim holds.

/** So long whoever claims a submission has it, where no lock does it: longer than a try may take. */
export const LEASE = navigator.locks ? 0 : 30_000;

/** Whether the page is left. A browser may keep it for going back, and would keep its locks, too. */
let left = false;
/** Lets go of what this page holds. */
const held = new Set<() => void>();
addEventListener("pageshow", () => {
  left = false;
});
addEventListener("pagehide", () => {
  left = true;
  for (const release of held) release();
});

/** Ends with the work, or when the page is left. */
function whileHere(work: Promise<unknown>): Promise<void> {
  return new Promise((end) => {
    const release = () => {
      held.delete(release);
      end();
    };
    held.add(release);
    work.then(release, release);
  });
}

/** Does the work, unless another tab has the lock; then answers undefined. */
export async function alone<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer | undefined> {
  // Such a page would be given a lock and never hear of it.
  if (left) return work();
  let begun: Promise<Answer> | undefined;
  try {
    await navigator.locks.request(`konektor ${key}`, { ifAvailable: true }, (lock) => {
      if (!lock) return undefined;
      begun = work();
      return whileHere(begun);
    });
    return begun;
  } catch {
    // No locks, or none for a page of this origin.
    return begun ?? work();
  }
}
