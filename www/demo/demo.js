// The demo's consent banner: what a page's own consent manager would do. The answer is kept for the next page and told to
// every form on this one.
// @ts-check

const KEY = "surya-atap-consent";
const banner = /** @type {HTMLElement} */ (document.querySelector("[data-consent-banner]"));

/** @param {string} answer */
function tell(answer) {
  banner.hidden = true;
  // By the attribute, which a form that is drawn only later reads too.
  for (const form of document.querySelectorAll("konektor-form")) form.setAttribute("consent", answer);
  for (const form of document.querySelectorAll("[data-konektor]")) form.setAttribute("data-consent", answer);
}

const known = localStorage.getItem(KEY);
if (known) tell(known);

banner.addEventListener("click", ({ target }) => {
  const answer = target instanceof HTMLElement && target.dataset.answer;
  if (!answer) return;
  localStorage.setItem(KEY, answer);
  tell(answer);
});
