// The page's elements, and new ones. Whatever a visitor typed gets into the page as text and no other way.

type Names = HTMLElementTagNameMap;

/** The element of an id, which is of this kind. */
export function byId<K extends keyof Names>(kind: K, id: string): Names[K] {
  const found = document.querySelector<Names[K]>(`${kind}#${id}`);
  if (!found) throw new Error(`the page has no ${kind} ${id}`);
  return found;
}

/** A new element with a text. */
export function textual<K extends keyof Names>(kind: K, text: string | number | null | undefined): Names[K] {
  const made = document.createElement(kind);
  made.textContent = String(text ?? "");
  return made;
}

/** A new row of a table. */
export function row(cells: readonly Node[]): HTMLTableRowElement {
  const made = document.createElement("tr");
  made.append(...cells);
  return made;
}

/** A time as people here write it. */
export function time(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
