// @ts-check
// Starts the real parts for a journey: the sandbox's binary and the edge in a real workerd, both on loopback with their data on
// disk, so that a test can end them the hard way and start them again.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The form and workspace of all journeys. */
export const FORM = "promo";
export const TRACKING_CODE = "KNK-abc123";
export const PAGE = "https://toko.example";

/** A forms file with one form, and what a test wants otherwise. */
export function formsFile(/** @type {object} */ form = {}) {
  return {
    workspaces: { [TRACKING_CODE]: { keyBinding: "KONEKTOR_API_KEY" } },
    forms: {
      [FORM]: {
        trackingCode: TRACKING_CODE,
        origins: [PAGE],
        fields: {
          firstName: "required",
          lastName: "optional",
          email: "optional",
          phone: "optional",
          message: "optional",
        },
        limits: { perMinute: 100_000 },
        ...form,
      },
    },
  };
}

/** A folder that goes away with the test. */
export function folder(/** @type {import("node:test").TestContext | { after(f: () => void): void }} */ test) {
  const path = mkdtempSync(join(tmpdir(), "konektor-"));
  test.after(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** A port that was free a moment ago. A part that is started again needs the one it had. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => done(port));
    });
  });
}

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
// A test that fails before its time leaves nothing behind.
process.once("exit", () => {
  for (const child of running) child.kill("SIGTERM");
});

/** A running part. */
export class Part {
  /** @param {string} name @param {string} program @param {string[]} args */
  constructor(name, program, args) {
    this.name = name;
    this.log = "";
    this.child = spawn(program, args, { cwd: root, stdio: ["pipe", "pipe", "pipe"] });
    this.child.stderr.on("data", (data) => (this.log += data));
    this.ended = new Promise((done) => this.child.once("exit", done));
    this.address = "";
    running.add(this.child);
    this.child.once("exit", () => running.delete(this.child));
  }

  /** Waits for the part's line that it accepts. */
  async ready() {
    const sign = `${this.name} ready `;
    for await (const line of createInterface(this.child.stdout)) {
      if (line.startsWith(sign)) {
        this.address = line.slice(sign.length).trim();
        return this;
      }
    }
    throw new Error(`${this.name} did not start:\n${this.log}`);
  }

  /** Ends the part politely. */
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGTERM");
    await this.ended;
  }

  /** Ends the part and all its children as a power cut would. */
  async crash() {
    const pids = [...descendants(/** @type {number} */ (this.child.pid)), /** @type {number} */ (this.child.pid)];
    // Parents first: a parent that sees its child die would say goodbye.
    for (const pid of pids.reverse()) process.kill(pid, "SIGKILL");
    await this.ended;
    await until(() => pids.every((pid) => !isAlive(pid)), `the processes of ${this.name} to be gone`);
    return pids.length;
  }
}

/** Starts the sandbox. @param {string[]} args */
export async function startSandbox(...args) {
  return new Part("sandbox", join(root, "target/debug/konektor-sandbox"), ["--plan", "none", ...args]).ready();
}

/**
 * Starts the edge.
 *
 * @param {{ persist: string, api: string, port?: number, forms?: object, settleSeconds?: number, settings?: object, assets?: string, rateLimit?: number, timed?: boolean, entry?: string, through?: string[] }} options
 */
export async function startEdge({
  persist,
  api,
  port = 0,
  forms = formsFile(),
  settleSeconds = 1,
  settings = {},
  assets,
  rateLimit,
  timed = false,
  entry = timed ? "tests/edge/timed.mjs" : "",
  through = [],
}) {
  const file = join(persist, "forms.json");
  writeFileSync(file, JSON.stringify(forms));
  const args = ["edge/local.mjs", "--port", String(port), "--persist", persist, "--api", api, "--forms", file];
  args.push("--settle-seconds", String(settleSeconds), "--settings", JSON.stringify(settings));
  if (assets) args.push("--assets", assets);
  if (rateLimit) args.push("--rate-limit", String(rateLimit));
  if (entry) args.push("--entry", entry);
  const [program = "", ...first] = [...through, process.execPath];
  return new Part("edge", program, [...first, ...args]).ready();
}

/**
 * Asks the door of an edge that was started `timed`: its clock and its rows.
 *
 * @param {string} edge @param {"clock" | "alarm" | "rows" | "fill"} path @param {object} [body]
 * @returns {Promise<{ now: number, rows: Record<string, any>[] }>}
 */
export async function outbox(edge, path, body = {}) {
  const response = await fetch(`${edge}/__test/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return /** @type {any} */ (response.json());
}

/** Asks the sandbox's own door. @param {string} sandbox @param {string} path @param {unknown} [body] @param {string} [method] */
export async function knob(sandbox, path, body, method = body === undefined ? "GET" : "POST") {
  const response = await fetch(`${sandbox}/__sandbox/${path}`, {
    method,
    headers: { "X-Sandbox": "1", ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return /** @type {Promise<any>} */ (response.json());
}

/** @typedef {Record<string, any>} Lead */

/**
 * The leads that the sandbox has, visible or not.
 *
 * @param {string} sandbox
 * @returns {Promise<Lead[]>}
 */
export async function leads(sandbox) {
  return (await knob(sandbox, "leads?limit=10000")).leads;
}

/**
 * Waits for leads to satisfy a condition.
 *
 * @param {string} sandbox
 * @param {(leads: Lead[]) => boolean} holds
 * @param {string} what
 * @returns {Promise<Lead[]>}
 */
export function untilLeads(sandbox, holds, what, seconds = 30) {
  return until(
    async () => {
      const found = await leads(sandbox);
      return holds(found) ? found : undefined;
    },
    what,
    seconds,
  );
}

/**
 * Waits for the lead of a receipt.
 *
 * @param {string} sandbox
 * @param {string | undefined} uniqueCode
 * @returns {Promise<Lead>}
 */
export function leadOf(sandbox, uniqueCode) {
  return until(
    async () => (await leads(sandbox)).find((lead) => uniqueCode !== undefined && lead.uniqueCode === uniqueCode),
    `the lead ${uniqueCode}`,
  );
}

/**
 * Waits for a condition.
 *
 * @template T
 * @param {() => T | Promise<T>} holds
 * @param {string} what
 * @returns {Promise<Exclude<T, false | undefined | null | 0 | "">>}
 */
export async function until(holds, what, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await holds();
    if (value) return /** @type {any} */ (value);
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/**
 * A submission as the widget sends it.
 *
 * @param {object} [change]
 * @returns {{ v: number, id: string, fields: Record<string, string>, consent: string, padding?: string }}
 */
export function submission(change = {}) {
  return {
    v: 1,
    id: crypto.randomUUID(),
    fields: { firstName: "Andi", phone: "0812-3456-7890" },
    consent: "granted",
    ...change,
  };
}

/** Sends JSON as the widget does. @param {string} edge @param {unknown} body @param {Record<string, string>} [headers] @param {string} [form] */
export function send(edge, body, headers = {}, form = FORM) {
  return fetch(`${edge}/v1/forms/${form}/submissions`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: PAGE, ...headers },
    body:
      typeof body === "string" || body instanceof Uint8Array ? /** @type {BodyInit} */ (body) : JSON.stringify(body),
  });
}

/** Sends a plain form post as a browser does. @param {string} edge @param {Record<string, string>} fields @param {Record<string, string>} [headers] */
export function post(edge, fields, headers = {}) {
  return fetch(`${edge}/v1/forms/${FORM}/submissions`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: PAGE, accept: "text/html,*/*;q=0.8", ...headers },
    body: new URLSearchParams(fields),
  });
}

/**
 * Counting starts anew with each minute of the clock: what has to fall into one waits for the next if this one ends.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
export async function inOneMinute(work) {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 5_000) await new Promise((done) => setTimeout(done, left + 10));
  return work();
}

function isAlive(/** @type {number} */ pid) {
  try {
    // A process that was killed and not yet waited for is a zombie: dead, but with a number.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** @returns {number[]} */
function descendants(/** @type {number} */ parent) {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return new RegExp(`^PPid:\\s+${parent}$`, "m").test(readFileSync(`/proc/${pid}/status`, "utf8"));
      } catch {
        return false;
      }
    })
    .map(Number);
  return children.flatMap((pid) => [...descendants(pid), pid]);
}
