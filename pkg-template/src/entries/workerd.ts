// Cloudflare Workers: the runtime compiles the binary, code may not.
import { KonektorClient } from "../client.js";
import { client } from "../faces/client.js";
import { load } from "../loaders/workerd.js";
import type { KonektorOptions } from "../options.js";

export * from "../public.js";
/** The client of the Konektor Agent API. */
export class Konektor extends KonektorClient {
  /** Makes a client. Nothing is loaded or sent before the first call. */
  constructor(options?: KonektorOptions) {
    super(client, load, options);
  }
}
