// @ts-check
// Asks both sides about one input: zod through `safeParse`, us through the package as a user calls it. A refusal is a
// `code` with messages by field; what has no field stands under "".
import { ApiError, Konektor, KonektorError } from "konektor";

/** @typedef {Map<string, string>} Details */
/** @typedef {{ code?: string, details: Details }} Verdict */

/**
 * Each field's first message, as a server would answer them.
 * @param {import("zod").ZodTypeAny} schema @param {unknown} input @returns {Verdict}
 */
export function theirs(schema, input) {
  const result = schema.safeParse(input);
  if (result.success) return { details: new Map() };
  const details = new Map();
  for (const { path, message } of result.error.issues) {
    const field = String(path[0] ?? "");
    if (!details.has(field)) details.set(field, message);
  }
  return { code: "VALIDATION_ERROR", details };
}

/** What left: the address, and the body if there was one. @typedef {{ url: string, body: string | undefined }} Sent */

/** @type {Sent | undefined} */
let sent;
const konektor = new Konektor({
  apiKey: "knk_test",
  maxRetries: 0,
  pacing: "off",
  fetch: async (url, init) => {
    const { body } = init;
    sent = { url, body: body instanceof Uint8Array ? new TextDecoder().decode(body) : undefined };
    throw new Error("it was sent");
  },
});

/**
 * @param {(konektor: Konektor, input: any) => PromiseLike<unknown>} call @param {unknown} input
 * @returns {Promise<Verdict & { sent?: Sent }>}
 */
export async function ours(call, input) {
  sent = undefined;
  try {
    await call(konektor, input);
  } catch (error) {
    if (sent) return { details: new Map(), sent };
    if (!(error instanceof KonektorError)) throw error;
    const details = (error instanceof ApiError && error.details) || {};
    return { code: error.code, details: new Map(Object.entries(details)) };
  }
  throw new Error("the call succeeded without an answer");
}
