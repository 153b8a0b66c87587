// Whether a mouse button or a finger is down. One watch for the page, however many forms come and go on it.

let up = Promise.resolve();
addEventListener("pointerdown", () => {
  up = new Promise((release) => {
    for (const end of ["pointerup", "pointercancel"]) {
      addEventListener(end, () => setTimeout(release), { once: true });
    }
  });
});

/** Waits until nothing is down, and for the click that comes of it. */
export function released(): Promise<void> {
  return up;
}
