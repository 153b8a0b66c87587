// Production builds for browsers: the binary is a file of its own, fetched at the first call.
import { KonektorClient } from "../client.js";
import { client } from "../faces/client.js";
import { load } from "../loaders/url.js";
import type { KonektorOptions } from "../options.js";

export * from "../public.js";
/** The client of the Konektor Agent API. */
export class Konektor extends KonektorClient {
  /** Makes a client. Nothing is loaded or sent before the first call. */
  constructor(options?: KonektorOptions) {
    super(client, load, options);
  }
}
