// Vercel's and Next's edge runtimes: like workerd, with their own spelling of the import.
import { KonektorClient } from "../client.js";
import { client } from "../faces/client.js";
import { load } from "../loaders/edge-light.js";
import type { KonektorOptions } from "../options.js";

export * from "../public.js";
/** The client of the Konektor Agent API. */
export class Konektor extends KonektorClient {
  /** Makes a client. Nothing is loaded or sent before the first call. */
  constructor(options?: KonektorOptions) {
    super(client, load, options);
  }
}
