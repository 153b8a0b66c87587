// The client itself: what it is made with, and what every call takes.

import {
  type CallPromise,
  type Fetch,
  Konektor,
  type KonektorOptions,
  type Logger,
  type Middleware,
  type RequestOptions,
} from "konektor";
import { same } from "./same.js";

const konektor = new Konektor({ apiKey: "knk_test" });
new Konektor();
new Konektor({ baseUrl: "/api/konektor", fetch, pacing: "off", maxRetries: 0, timeoutMs: 1_000 });
new Konektor({ apiKey: undefined, baseUrl: undefined, fetch: undefined, wasm: undefined, signal: undefined });
new Konektor({ dangerouslyAllowBrowser: true, headers: { "x-trace": "1" } });
// @ts-expect-error: no such option
new Konektor({ apikey: "knk_test" });
// @ts-expect-error: a key is text
new Konektor({ apiKey: 5 });
// @ts-expect-error: an address is text
new Konektor({ baseUrl: new URL("https://konektor.id") });
// @ts-expect-error: on or off
new Konektor({ pacing: true });

// A stand-in for `fetch` may be as small as what is asked of it.
new Konektor({ fetch: async () => new Response() });
const small: Fetch = async () => ({
  status: 200,
  headers: { get: () => null },
  arrayBuffer: async () => new ArrayBuffer(0),
});
new Konektor({ fetch: small });
// @ts-expect-error: an answer has headers
new Konektor({ fetch: async () => ({ status: 200, arrayBuffer: async () => new ArrayBuffer(0) }) });

new Konektor({ wasm: new URL("https://cdn.example/konektor.wasm") });
new Konektor({ wasm: new Uint8Array() });
new Konektor({ wasm: new ArrayBuffer(0) });
// @ts-expect-error: an address is a `URL`
new Konektor({ wasm: "https://cdn.example/konektor.wasm" });

// Options that are put together elsewhere.
export const options: KonektorOptions = { apiKey: "knk_test" };
export const more: RequestOptions = { timeoutMs: 1_000, maxRetries: 0, signal: new AbortController().signal };
// @ts-expect-error: a key is the client's, not a call's
export const wrong: RequestOptions = { apiKey: "knk_test" };
// @ts-expect-error: the resources are not to be replaced
konektor.leads = new Konektor().leads;

export async function skill(): Promise<void> {
  const call = konektor.skill({ timeoutMs: 1_000 });
  same<typeof call, CallPromise<string>>();
  same<Awaited<typeof call>, string>();
  // @ts-expect-error: it takes no input
  await konektor.skill({ language: "id" });
}

// What calls do is told to whoever has the four levels.
export const logger: Logger = {
  debug() {},
  info: (message, { operation }) => operation + message,
  warn() {},
  error() {},
};
new Konektor({ logger, logLevel: "debug" });
new Konektor({ logger: undefined, logLevel: undefined, middleware: undefined });
// @ts-expect-error: no such level
new Konektor({ logger, logLevel: "verbose" });
// @ts-expect-error: all four
new Konektor({ logger: { warn() {} } });

export const traced: Middleware = (next) => (url, init) => next(url, { ...init, headers: { "x-trace": "1" } });
new Konektor({ middleware: [traced] });
// @ts-expect-error: it stands around the next one
new Konektor({ middleware: [async () => new Response()] });

export async function custom(): Promise<void> {
  const unknown = konektor.request("GET", "/api/v2/agent/tags", { query: { limit: 10, of: undefined }, timeoutMs: 1 });
  same<typeof unknown, CallPromise<unknown>>();
  const tags = await konektor.request<{ data: string[] }>("POST", "/api/v2/agent/tags", { body: { name: "VIP" } });
  same<typeof tags, { data: string[] }>();
  // @ts-expect-error: no such method
  await konektor.request("TRACE", "/");
  // @ts-expect-error: a query is flat
  await konektor.request("GET", "/", { query: { of: ["a"] } });
}
