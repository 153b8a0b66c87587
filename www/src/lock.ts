// Lets one tab at a time send a submission: by a Web Lock, which ends with its tab; where there are none (plain http, older
// browsers) by the time until which a claim holds.

/** So long whoever claims a submission has it, where no lock does it: longer than a try may take. */
export const LEASE = navigator.locks ? 0 : 30_000;

/** Does the work, unless another tab has the lock; then answers undefined. */
export async function alone<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer | undefined> {
  let begun: Promise<Answer> | undefined;
  try {
    return await navigator.locks.request(`konektor ${key}`, { ifAvailable: true }, (lock) => {
      if (lock) begun = work();
      return begun;
    });
  } catch {
    // No locks, or none for a page of this origin.
    return begun ?? work();
  }
}
