// Proof of what a visitor agreed to: for each checkbox of a purpose its words as they were shown, whether it is ticked, and when and
// where. It is fetched only for forms that have such a box; the edge makes a line of the lead's notes of it.

import { AGREEMENTS_LIMIT, WORDS_LIMIT } from "../generated/agreement.js";

/** One purpose that the visitor was asked about. */
export interface Agreed {
  /** The page's word for what it asks: `data-purpose`. */
  purpose: string;
  /** Whether the box is ticked. */
  given: boolean;
  /** What the label shows. */
  text: string;
  /** The page's name for these words: `data-version`. */
  version?: string;
  /** The language of the label. */
  language: string;
  /** When the visitor last changed the box, or when it was sent unchanged: ISO 8601, UTC. */
  at: string;
  /** The page's origin and path at that time. */
  page: string;
}

function boxesOf(form: HTMLFormElement): HTMLInputElement[] {
  return Array.from(form.querySelectorAll<HTMLInputElement>("input[type=checkbox][data-purpose]")).slice(
    0,
    AGREEMENTS_LIMIT,
  );
}

/** What the labels show, in one line; nothing where that is more than can be proved. */
function wordsOf(box: HTMLInputElement): string {
  const words = Array.from(box.labels ?? [], (label) => label.innerText).join(" ");
  const line = (words.trim() ? words : (box.ariaLabel ?? "")).replace(/\s+/g, " ").trim();
  return line.length > WORDS_LIMIT ? "" : line;
}

function noted(given: boolean) {
  return { given, at: new Date().toISOString(), page: location.origin + location.pathname };
}

/**
 * Follows a form's boxes. One that the page ticked by itself is no consent: it is emptied, and the page's author is told.
 *
 * @param form the form, whose boxes may come and go
 * @returns asks for what is agreed to now
 */
export function agreements(form: HTMLFormElement): () => Agreed[] {
  const changed = new Map<EventTarget | null, ReturnType<typeof noted>>();
  for (const box of boxesOf(form)) {
    if (!wordsOf(box)) {
      console.warn(
        `konektor: the box for "${box.dataset.purpose}" has no label, or one of more than ${WORDS_LIMIT} characters`,
      );
    }
    if (box.defaultChecked) {
      console.warn(
        `konektor: the box for "${box.dataset.purpose}" was ticked by the page, which is no consent; it is emptied`,
      );
      box.checked = false;
    }
    // It was ticked while this was on its way, or before the page was loaded again.
    if (box.checked) changed.set(box, noted(true));
  }
  form.addEventListener("change", ({ target }) => {
    changed.set(target, noted((target as HTMLInputElement).checked));
  });
  return () =>
    boxesOf(form).map((box) => {
      const { purpose = "", version } = box.dataset;
      const change = changed.get(box);
      return {
        purpose,
        text: wordsOf(box),
        ...(version && { version }),
        language: box.closest<HTMLElement>("[lang]")?.lang ?? "",
        ...(change?.given === box.checked ? change : noted(box.checked)),
      };
    });
}
