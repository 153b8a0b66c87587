// @ts-check
// The servers that the package's journeys talk to: the real sandbox, and for answers that no honest API gives, a server whose
// answers the test writes itself. Both on loopback; both end with the test.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
/** Where cargo builds. */
export const target = process.env.CARGO_TARGET_DIR
  ? new URL(`${process.env.CARGO_TARGET_DIR}/`, root)
  : new URL("target/", root);
const binary = fileURLToPath(new URL("debug/konektor-sandbox", target));

/** The key that a sandbox without `--key` knows. */
export const KEY = "knk_sandbox";

/** A running sandbox and its knobs. */
export class Sandbox {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
    this.seen = 0;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   */
  async knob(method, path, body) {
    const response = await fetch(`${this.url}/__sandbox/${path}`, {
      method,
      headers: { "x-sandbox": "1", "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Lets the next matching request fail. */
  fault(/** @type {object} */ fault) {
    return this.knob("POST", "faults", fault);
  }

  /** The requests to the Agent API so far, oldest first. */
  async requests() {
    return (await this.knob("GET", "requests")).requests;
  }

  /** Waits until a request has come since the log was last emptied. */
  async nextRequest() {
    for (let since = 0; ; ) {
      const { requests, next } = await this.knob("GET", `requests?since=${since}&waitMs=10000`);
      if (requests.length) return requests[0];
      if (next === since) throw new Error("no request came");
      since = next;
    }
  }

  /** Waits until something of the requests has changed since this was last asked, two seconds at most. */
  async changedRequests() {
    this.seen = (await this.knob("GET", `requests?since=${this.seen}&waitMs=2000`)).next;
  }

  reset() {
    return this.knob("POST", "reset", {});
  }
}

/** @param {{ after(work: () => unknown): void }} test @param {string[]} flags */
export async function startSandbox(test, flags = ["--plan", "none"]) {
  const child = spawn(binary, ["--port", "0", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  test.after(async () => {
    child.kill();
    await ended;
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /^sandbox ready (\S+)/.exec(line)?.[1];
    if (url) return new Sandbox(url);
  }
  throw new Error("the sandbox did not start");
}

/**
 * A server whose answers the test writes.
 *
 * @param {{ after(work: () => unknown): void }} test
 * @param {import("node:http").RequestListener} listener
 * @returns {Promise<string>} its address
 */
export async function serve(test, listener) {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  test.after(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/** Answers with JSON. */
export function json(
  /** @type {import("node:http").ServerResponse} */ response,
  /** @type {unknown} */ body,
  status = 200,
) {
  response.writeHead(status, { "content-type": "application/json", "x-request-id": "req_1" });
  response.end(JSON.stringify(body));
}
