// @ts-check
// The visitors of a soak. Each sends until it has an answer, as a browser's queue does, and notes what it was told: receipts by
// their codes, and every answer that should not have been.

import { setTimeout as wait } from "node:timers/promises";
import { FORM, PAGE, TRACKING_CODE } from "../../edge/parts.mjs";

/** How many wait for their answers at most. */
const CROWD = 60;
const PATIENCE_MS = 120_000;
const CODE = new RegExp(`${TRACKING_CODE}-[0-9A-Z]{10}`);

/** Sends and notes. */
export class Visitors {
  /** The number of each acknowledged clean submission, by its code. @type {Map<string, number>} */
  clean = new Map();
  /** The codes of acknowledged suspects. @type {Set<string>} */
  suspects = new Set();
  /** What should not have been. @type {string[]} */
  wrongs = [];
  refused = 0;
  /** The code of each submission that may come again, by its number. @type {Map<number, string>} */
  #codes = new Map();
  /** @type {Set<Promise<void>>} */
  #waiting = new Set();
  #address;

  constructor(/** @type {string} */ edge) {
    this.#address = edge;
  }

  /** One more comes, as soon as there is room. @param {import("./schedule.mjs").Visit} visit */
  async come(visit) {
    while (this.#waiting.size >= CROWD) await Promise.race(this.#waiting);
    /** @type {Promise<void>} */
    const visited = this.#visit(visit)
      .catch((error) => void this.wrongs.push(`${visit.kind} ${visit.number}: ${error.message}`))
      .finally(() => this.#waiting.delete(visited));
    this.#waiting.add(visited);
  }

  /** Waits until all have their answers. */
  async gone() {
    while (this.#waiting.size > 0) await Promise.all(this.#waiting);
  }

  /** @param {import("./schedule.mjs").Visit} visit */
  async #visit(visit) {
    const { kind, number, times } = visit;
    const wanted = kind === "refused" ? EXPECTED[visit.refusal] : kind === "conflict" ? 409 : 202;
    // Who contradicts somebody waits for them to have spoken.
    if (kind === "conflict") await this.#code(number);
    const requests = Array.from({ length: times }, () => this.#insist(requestOf(visit)));
    for (const { status, text } of await Promise.all(requests)) {
      if (status !== wanted) throw new Error(`${status} instead of ${wanted}`);
      if (kind === "refused") this.refused += 1;
      if (status === 202) this.#receipt(visit, CODE.exec(text)?.[0] ?? "");
    }
  }

  #receipt(/** @type {import("./schedule.mjs").Visit} */ { kind, number }, /** @type {string} */ code) {
    if (kind === "held") return void this.suspects.add(code);
    const known = this.#codes.get(number) ?? code;
    if (known !== code || (this.clean.get(code) ?? number) !== number) throw new Error("another receipt");
    this.#codes.set(number, code);
    this.clean.set(code, number);
  }

  async #code(/** @type {number} */ number) {
    for (const end = Date.now() + PATIENCE_MS; !this.#codes.has(number); await wait(50)) {
      if (Date.now() > end) throw new Error("nobody to contradict");
    }
  }

  /** Sends until somebody answers who is not out of order. */
  async #insist(/** @type {{ path: string, init: RequestInit }} */ { path, init }) {
    let last = "no answer";
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(200)) {
      try {
        const response = await fetch(this.#address + path, { ...init, signal: AbortSignal.timeout(10_000) });
        const text = await response.text();
        if (response.status < 500) return { status: response.status, text };
        last = String(response.status);
      } catch {
        last = "no answer";
      }
    }
    throw new Error(`${last} for ${PATIENCE_MS / 1000} s`);
  }
}

/** @type {Record<string, number>} */
const EXPECTED = {
  notJson: 400,
  tooLarge: 413,
  otherType: 415,
  otherCharset: 415,
  badEmail: 400,
  noName: 400,
  noForm: 404,
  badId: 400,
};

/** What a visit sends. @param {import("./schedule.mjs").Visit} visit @returns {{ path: string, init: RequestInit }} */
function requestOf({ kind, number, id, refusal }) {
  const fields = fieldsOf(number);
  const json = (/** @type {object} */ change = {}) =>
    JSON.stringify({ v: 1, id, fields, consent: "granted", ...change });
  const post = (/** @type {Record<string, string>} */ more) => new URLSearchParams({ ...fields, ...more }).toString();
  const made = {
    json: () => ["application/json", json()],
    text: () => ["text/plain;charset=UTF-8", json()],
    storm: () => ["application/json", json()],
    again: () => ["application/json", json({ consent: "denied" })],
    conflict: () => ["application/json", json({ fields: { ...fields, firstName: "Somebody else" } })],
    held: () => ["application/json", json({ fields: { ...fields, _hp: "x" } })],
    post: () => ["application/x-www-form-urlencoded", post({ _id: id, utm_source: "meta" })],
    postWithoutId: () => ["application/x-www-form-urlencoded", post({})],
    refused: () => refusedOf(refusal, json),
  }[kind]();
  const [type = "", body = ""] = made;
  return {
    path: `/v1/forms/${refusal === "noForm" ? "nowhere" : FORM}/submissions`,
    init: { method: "POST", headers: { "content-type": type, origin: PAGE }, body, redirect: "manual" },
  };
}

/** @param {string} refusal @param {(change?: object) => string} json */
function refusedOf(refusal, json) {
  switch (refusal) {
    case "notJson":
      return ["application/json", json().slice(0, -2)];
    case "tooLarge":
      return ["application/json", json({ padding: "x".repeat(40_000) })];
    case "otherType":
      return ["application/xml", json()];
    case "otherCharset":
      return ["application/json; charset=utf-16", json()];
    case "badEmail":
      return ["application/json", json({ fields: { firstName: "Refused", email: "nobody" } })];
    case "noName":
      return ["application/json", json({ fields: { phone: "081234567890" } })];
    case "badId":
      return ["application/json", json({ id: "1" })];
    default:
      return ["application/json", json()];
  }
}

/** @returns {Record<string, string>} */
function fieldsOf(/** @type {number} */ number) {
  return { firstName: `Visitor ${number}`, phone: `0812${String(number).padStart(8, "0")}` };
}

/** The number of the submission that a lead was made of. @param {Record<string, any>} lead */
export function numberOf({ firstName }) {
  return Number(/^Visitor (\d+)$/.exec(firstName)?.[1] ?? Number.NaN);
}
