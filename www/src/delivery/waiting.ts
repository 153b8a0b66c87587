// Looks whether something waits from an earlier visit, which costs one read, and has it sent once the page has nothing better to do.

/** Whether something waits, by the mark that `store` leaves. */
export function somethingWaits(): boolean {
  try {
    return Boolean(localStorage.getItem("konektor-queue"));
  } catch {
    // Storage is closed to this page: nothing waits.
    return false;
  }
}

/** Sends what waits; for a page that nobody has touched yet. */
export function sendWhatWaits(): void {
  if (!somethingWaits()) return;
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 2000));
  idle(() =>
    import("../session/session.js").then(
      ({ resume }) => resume(),
      () => {},
    ),
  );
}
