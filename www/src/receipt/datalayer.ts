// Tells the page's tag manager that there is a lead, under an id by which a platform counts once what it hears twice. Whether it may
// be told is decided before; nothing personal is in it, and the id cannot be turned back into the submission's.

/**
 * Pushes `{event: "konektor_lead", event_id, form}`.
 *
 * @param name the array's name on the window
 * @param id the submission's; `event_id` is its SHA-256 in hex
 */
export async function pushLead(name: string, id: string, form: HTMLFormElement): Promise<void> {
  if (!crypto.subtle) throw "On a page without https there is nothing to make an event_id with";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(id));
  const event_id = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const [, promised] = /\/([^/]*)\/submissions$/.exec(form.getAttribute("action") ?? "") ?? [];
  const page = window as unknown as Record<string, { push(entry: object): void } | undefined>;
  page[name] ??= [];
  page[name].push({ event: "konektor_lead", event_id, form: decodeURIComponent(promised ?? "") });
}
