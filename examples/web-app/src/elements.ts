// The little of the DOM that the page is made of.

/** The element of an id in index.html. */
export function element<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found as E;
}

/** A choice of a `<select>`. */
export function option(value: string, text = value): HTMLOptionElement {
  return new Option(text, value);
}
