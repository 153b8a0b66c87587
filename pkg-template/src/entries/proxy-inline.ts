// The proxy in Node, Deno, Bun and wherever nothing else is known.
import { client } from "../faces/client.js";
import { load } from "../loaders/inline.js";
import { type ProxyHandler, type ProxyOptions, proxyWith } from "../proxy.js";

export type { Operation, ProxyHandler, ProxyOptions } from "../proxy.js";
/** Makes a handler that gives a web app the Agent API on its own origin and keeps the key on the server. */
export function proxy(options: ProxyOptions): ProxyHandler {
  return proxyWith(client, load, options);
}
