// @ts-check
// How a person finds things on a page: fields by their labels, buttons and links by their words, through open shadow roots. The
// functions run in the page, each by itself, so that each has whatever it needs inside.

/**
 * Looks for what can be used and has this name; answers where its middle is and whether it has the focus, once it is shown, lies
 * on top and keeps its place. Without a name: what has the focus.
 *
 * @param {{ kind: "field" | "button", name: string }} wanted
 */
export async function find({ kind, name }) {
  /** @param {Document | ShadowRoot} root @returns {HTMLElement[]} */
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((element) => [
      /** @type {HTMLElement} */ (element),
      ...(element.shadowRoot ? all(element.shadowRoot) : []),
    ]);
  const words = (/** @type {Element | null | undefined} */ element) => (element?.textContent ?? "").trim();
  const namesOf = (/** @type {any} */ element) =>
    kind === "field" ? [...(element.labels ?? [])].map(words) : [element.ariaLabel || words(element)];
  const selector = kind === "field" ? "input, textarea, select" : "button, a[href], [role=button]";
  const shown = all(document).filter(
    (element) => element.matches(selector) && element.checkVisibility({ visibilityProperty: true }),
  );
  // A label may go on after its name, as in "Email (optional)".
  const element =
    shown.find((element) => namesOf(element).includes(name)) ??
    shown.find((element) => namesOf(element).some((label) => label.startsWith(name)));
  if (!element) return undefined;

  element.scrollIntoView({ block: "center", behavior: "instant" });
  const before = element.getBoundingClientRect();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const { x, y, width, height } = element.getBoundingClientRect();
  const middle = { x: x + width / 2, y: y + height / 2 };
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  const hit = root.elementFromPoint(middle.x, middle.y);
  const usable = x === before.x && y === before.y && !element.matches(":disabled") && element.contains(hit);
  return usable ? middle : undefined;
}

/** Selects all that stands in the field that has the focus, so that the next key replaces it. */
export function selectAll() {
  let element = /** @type {any} */ (document.activeElement);
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  element?.select?.();
}

/** What has the focus: its label, or its words, or its tag. */
export function focused() {
  let element = /** @type {any} */ (document.activeElement);
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const words = element?.labels?.[0] ?? (element?.matches("button, a") ? element : undefined);
  return String(words?.textContent?.trim() ?? element?.tagName.toLowerCase());
}

/** The text that is shown, with that in shadow roots. */
export function shownText() {
  /** @param {Document | ShadowRoot} root @returns {string[]} */
  const texts = (root) => [
    ...Array.from(root.children, (element) => /** @type {HTMLElement} */ (element).innerText ?? ""),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? texts(shadowRoot) : [])),
  ];
  return texts(document).join("\n");
}
