// @ts-check
// Compares each workspace's key with its tracking code, before a deploy: a key of another workspace would deliver there. A secret
// cannot be read back from Cloudflare, so only the keys that are in the environment, under the names of their bindings, can be compared.

import { isKonektorError, Konektor } from "konektor";

/** Needed for the comparison alone. */
const SCOPE = "agent.workspace.read";

/**
 * Answers what is wrong, and what could not be compared.
 *
 * @param {Record<string, { keyBinding: string }>} workspaces
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<{ wrong: string[], untold: string[] }>}
 */
export async function compareKeys(workspaces, environment) {
  /** @type {string[]} */
  const wrong = [];
  /** @type {string[]} */
  const untold = [];
  for (const [trackingCode, { keyBinding }] of Object.entries(workspaces)) {
    const apiKey = environment[keyBinding];
    if (!apiKey) {
      untold.push(`${trackingCode}: not compared, since ${keyBinding} is not in the environment of this command`);
      continue;
    }
    const baseUrl = environment.KONEKTOR_BASE_URL;
    try {
      const { trackingCode: own } = await new Konektor({ apiKey, ...(baseUrl && { baseUrl }) }).workspace.get();
      if (own !== trackingCode) {
        wrong.push(`${trackingCode}: the key in ${keyBinding} is one of ${own}; leads would go there`);
      }
    } catch (error) {
      const code = isKonektorError(error) ? error.code : "UNEXPECTED";
      wrong.push(`${trackingCode}: the key in ${keyBinding} cannot be compared (${code}); it needs the scope ${SCOPE}`);
    }
  }
  return { wrong, untold };
}
