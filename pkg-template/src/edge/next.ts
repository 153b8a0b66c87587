// What comes after a receipt, for the page that asked: the core composes it from the form's definition.

import type { Next } from "../../wasm/edge/konektor_edge.js";
import { core } from "./core.js";
import type { KnownForm } from "./forms.js";
import { log, nameOf } from "./log.js";

/** Where the visitor of a received submission goes; `undefined` when the form has no wish. */
export async function nextOf(request: Request, known: KnownForm, uniqueCode: string): Promise<Next | undefined> {
  // A path is one of the page's own site, if that is one of the form's.
  const origin = request.headers.get("origin");
  const listed = origin !== null && origin !== "null" && known.form.origins.includes(origin);
  const site = listed ? origin : new URL(request.url).origin;
  try {
    return (await core(({ afterReceipt }) => afterReceipt(known.json, uniqueCode, site))).next;
  } catch (error) {
    // The submission is stored: nobody shall hear that it is not.
    log("next failed", { form: known.name, error: nameOf(error) });
    return undefined;
  }
}
