// Looks whether something waits from an earlier visit, which costs one read, and has it sent once the page has nothing better to do.

/** Sends what waits; for a page that nobody has touched yet. */
export function sendWhatWaits(): void {
  try {
    // The mark that `store` leaves.
    if (!localStorage.getItem("konektor-queue")) return;
    const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 2000));
    idle(() =>
      import("./session").then(
        ({ resume }) => resume(),
        () => {},
      ),
    );
  } catch {
    // Storage is closed to this page: nothing waits.
  }
}
