// What every consumer's program does with the package: writes leads, finds one again in a list that has several pages, meets an
// answered and a refused request, and ends a call that is under way. Copied into each consumer beside its own few lines.
import { AbortError, isKonektorError, Konektor, NotFoundError, ValidationError } from "konektor";

/** @param {import("konektor").KonektorOptions} options */
export async function journey(options) {
  const konektor = new Konektor(options);
  const [first] = await Promise.all(["Andi", "Budi", "Citra"].map((firstName) => konektor.leads.create({ firstName })));
  let found = false;
  for await (const lead of konektor.leads.list({ limit: 1 })) found ||= lead.id === first?.id;
  const missing = await failure(konektor.leads.get("lead_none"));
  const invalid = await failure(konektor.leads.create({ firstName: "", email: "andi" }));
  return {
    found,
    missing: { name: missing.name, known: missing instanceof NotFoundError && isKonektorError(missing) },
    invalid: {
      name: invalid.name,
      fields: invalid instanceof ValidationError && Object.keys(invalid.details ?? {}).sort(),
    },
    aborted: await abort(options),
  };
}

/**
 * Aborts a call whose request has left.
 *
 * @param {import("konektor").KonektorOptions} options
 */
async function abort({ fetch: send = (url, init) => fetch(url, init), ...options }) {
  const controller = new AbortController();
  const konektor = new Konektor({
    ...options,
    fetch(url, init) {
      const answer = send(url, init);
      controller.abort("no longer wanted");
      return answer;
    },
  });
  const error = await failure(konektor.leads.list({}, { signal: controller.signal }));
  return { name: error.name, known: error instanceof AbortError, cause: error.cause };
}

/** @param {PromiseLike<unknown>} call @returns {Promise<Error>} */
async function failure(call) {
  try {
    await call;
  } catch (error) {
    return /** @type {Error} */ (error);
  }
  throw new Error("it did not fail");
}
