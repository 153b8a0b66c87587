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

const known = localStorage.getItem(KEY);
if (known) tell(known);

banner.addEventListener("click", ({ target }) => {
  const answer = target instanceof HTMLElement && target.dataset.answer;
  if (!answer) return;
  localStorage.setItem(KEY, answer);
  tell(answer);
});
