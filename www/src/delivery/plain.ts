// The way round a `fetch` that the page has replaced or forbidden: the form posts itself, as it would without JavaScript, under the id
// of the intent. Should a request have arrived all the same, the edge gives the same receipt.

/**
 * Posts the form; answers whether the page was left, which it is not where a policy forbids that, too.
 *
 * @param besides what goes with it that no field of it says, by name
 */
export function postPlain(form: HTMLFormElement, besides: Readonly<Record<string, string>>): Promise<boolean> {
  // The browser's own error page would take the form's place.
  if (navigator.onLine === false) return Promise.resolve(false);
  const inputs = Object.entries(besides).map(([name, value]) => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    return input;
  });
  form.append(...inputs);
  // A field may be called "submit": ask the prototype.
  HTMLFormElement.prototype.submit.call(form);
  // The browser has read the form; the next intent has another id.
  for (const input of inputs) input.remove();
  return new Promise((left) => {
    const timer = setTimeout(left, 5000, false);
    addEventListener("pagehide", () => clearTimeout(timer), { once: true });
    // The visitor comes back from the edge's page.
    addEventListener("pageshow", () => left(true), { once: true });
  });
}
