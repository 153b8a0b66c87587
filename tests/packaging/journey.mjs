// What every consumer's program does with the package: writes a lead, finds it again in a list that has several pages, and meets
// an error. Copied into each consumer beside its own few lines.
import { isKonektorError, Konektor, NotFoundError } from "konektor";

/** @param {import("konektor").KonektorOptions} options */
export async function journey(options) {
  const konektor = new Konektor(options);
  const [first] = await Promise.all(["Andi", "Budi", "Citra"].map((firstName) => konektor.leads.create({ firstName })));
  let found = false;
  for await (const lead of konektor.leads.list({ limit: 1 })) found ||= lead.id === first?.id;
  const error = /** @type {Error} */ (await konektor.leads.get("lead_none").catch((error) => error));
  return { found, error: error.name, known: error instanceof NotFoundError && isKonektorError(error) };
}
