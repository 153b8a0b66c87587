// Node, Deno, Bun, development builds, and every tool that says nothing about itself: the binary is inside the JavaScript.
import { KonektorClient } from "../client.js";
import { client } from "../faces/client.js";
import { load } from "../loaders/inline.js";
import type { KonektorOptions } from "../options.js";

export * from "../public.js";
/** The client of the Konektor Agent API. */
export class Konektor extends KonektorClient {
  /** Makes a client. Nothing is loaded or sent before the first call. */
  constructor(options?: KonektorOptions) {
    super(client, load, options);
  }
}
