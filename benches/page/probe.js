// @ts-check
// Runs first in every document of a visit: notes layout shifts, and when the form's first field, and later its receipt, is to be seen.
// It watches changes instead of asking in every frame: a page that waits would pay for the frames.

globalThis.bench = (() => {
  let shift = 0;
  let touched = false;
  addEventListener("pointerdown", () => {
    touched = true;
  });
  // `hadRecentInput` is no help: it is true for the first half second, because an emulated phone counts as a window resized.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!touched) shift += /** @type {any} */ (entry).value;
  }).observe({ type: "layout-shift", buffered: true });

  const form = () => {
    const place = document.getElementById("form");
    return place?.firstElementChild?.shadowRoot ?? place;
  };
  const first = () => /** @type {HTMLInputElement | null | undefined} */ (form()?.querySelector("input, textarea"));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const loaded = new Promise((done) => addEventListener("load", done));

  /** When something was there in a frame that is drawn. */
  function drawn(/** @type {() => Element | null | undefined} */ find) {
    return /** @type {Promise<number>} */ (
      new Promise((done) => {
        async function look() {
          if (!find()) return;
          await frame();
          if (!find()?.checkVisibility()) return look();
          changes.disconnect();
          done(performance.now());
        }
        const changes = new MutationObserver(look);
        // Nobody sees into a shadow tree from outside; our element says when it has drawn its own.
        for (const root of new Set([document, form() ?? document])) {
          changes.observe(root, { childList: true, subtree: true, attributeFilter: ["ready"] });
        }
        look();
      })
    );
  }

  // A page without a form, or whose form is a document of its own, will not have a field.
  const hopeless = loaded.then(() => (form() && !form()?.querySelector("iframe") ? new Promise(() => {}) : undefined));
  const usable = Promise.race([drawn(first), hopeless]);

  return {
    usable,
    async settled() {
      await Promise.all([loaded, usable]);
      // A shift is told after the frame that it is in.
      for (let frames = 0; frames < 3; frames++) await frame();
      await new Promise((done) => requestIdleCallback(done));
    },
    received: () => drawn(() => form()?.querySelector("[part=code], [data-code]")),
    /** The middle of the first field, in the window. */
    place() {
      first()?.scrollIntoView({ block: "center" });
      const { x = 0, y = 0, width = 0, height = 0 } = first()?.getBoundingClientRect() ?? {};
      return { x: x + width / 2, y: y + height / 2 };
    },
    value: () => first()?.value,
    shift: () => shift,
  };
})();
