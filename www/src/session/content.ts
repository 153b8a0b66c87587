// What a form says, as it goes out. How one field answers while it is filled in is `field`'s matter.

/** What a visitor has filled in, and the token of a challenge: that is new at each try, so it is no part of what is said. */
export interface Content {
  readonly content: Record<string, string>;
  readonly turnstile: string | undefined;
}

/** The field in which Turnstile's script leaves what it made of a challenge. */
export const TOKEN = "cf-turnstile-response";

/** The token of a challenge that is shown inside the element: it stays the page's, so it is no part of the form. */
function besides(form: HTMLFormElement): string | undefined {
  const { host } = form.getRootNode() as Partial<ShadowRoot>;
  return host?.querySelector<HTMLInputElement>(`[name=${TOKEN}]`)?.value || undefined;
}

/** Reads a form. */
export function contentOf(form: HTMLFormElement): Content {
  const fields = new Map<string, string>();
  const boxes = new Set(Array.from(form.querySelectorAll<HTMLInputElement>("[type=checkbox]"), ({ name }) => name));
  for (const [name, value] of new FormData(form)) {
    const text = typeof value === "string" && value.trim();
    if (!text) continue;
    const known = fields.get(name);
    // Of boxes under one name all that are ticked count; of other fields, as at the edge, the first that is filled in.
    if (!known) fields.set(name, text);
    else if (boxes.has(name)) fields.set(name, `${known}, ${text}`);
  }
  const { [TOKEN]: turnstile, ...content } = Object.fromEntries(fields);
  return { content, turnstile: turnstile ?? besides(form) };
}
