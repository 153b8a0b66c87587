// The demo's consent banner: what a page's own consent manager would do. The answer is kept for the next page and told to
// every form on this one.
// @ts-check

const KEY = "surya-atap-consent";
const banner = /** @type {HTMLElement} */ (document.querySelector("[data-consent-banner]"));

/** @param {string} answer */
function tell(answer) {
  banner.hidden = true;
  // What is said before the widget is there waits in an array.
  const page = /** @type {{ konektor?: { push(call: unknown[]): void } }} */ (window);
  page.konektor ??= [];
  page.konektor.push(["consent", answer]);
}

/** Where storage is blocked, the answer holds for this page. @template T @param {() => T} action */
function kept(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

const known = kept(() => localStorage.getItem(KEY));
if (known) tell(known);

banner.addEventListener("click", ({ target }) => {
  const answer = target instanceof HTMLElement && target.dataset.answer;
  if (!answer) return;
  kept(() => localStorage.setItem(KEY, answer));
  tell(answer);
});
