// @ts-check
// The receipts of a case, and the proof that they are worth something: each is one lead and there are no others, none was created
// twice by the sandbox's own log, and whoever sends again gets the same receipt.

import assert from "node:assert/strict";
import { knob, leads, send, submission, until, untilLeads } from "../edge/parts.mjs";
import { balanced, compare } from "./books.mjs";

/** @typedef {ReturnType<typeof submission>} Sent */

/** What was acknowledged. */
export class Receipts {
  /** What was sent, by the code of its receipt. @type {Map<string, Sent>} */
  #given = new Map();

  get count() {
    return this.#given.size;
  }

  /** Sends one, which is taken. @param {string} edge @param {Sent} [sent] @param {Record<string, string>} [headers] */
  async take(edge, sent = submission(), headers = {}) {
    return this.note(sent, await send(edge, sent, headers));
  }

  /** Sends one until it is taken, as a browser's queue does. @param {string} edge @param {Sent} [sent] */
  async insist(edge, sent = submission()) {
    const response = await until(async () => {
      const response = await send(edge, sent).catch(() => undefined);
      return response?.status === 202 ? response : undefined;
    }, "a receipt");
    return this.note(sent, response);
  }

  /** Notes a receipt. @param {Sent} sent @param {Response} response */
  async note(sent, response) {
    const text = await response.text();
    assert.equal(response.status, 202, text);
    const { uniqueCode } = JSON.parse(text).data;
    this.#given.set(uniqueCode, sent);
    return /** @type {string} */ (uniqueCode);
  }

  /** Waits for the leads and proves the promise. @param {{ sandbox: string, edge: string }} world @param {number} [seconds] */
  async prove({ sandbox, edge }, seconds = 40) {
    await untilLeads(sandbox, (all) => all.length >= this.#given.size, `${this.#given.size} leads`, seconds);
    for (const [code, sent] of this.#given) {
      const again = await send(edge, sent);
      assert.equal(/** @type {any} */ (await again.json()).data?.uniqueCode, code, "the same receipt");
    }
    const clean = new Map([...this.#given.keys()].map((code) => [code, 0]));
    const books = compare(
      clean,
      (await leads(sandbox)).map(({ uniqueCode }) => /** @type {const} */ ([uniqueCode, 0])),
    );
    assert.ok(balanced(books), JSON.stringify(books));
    const { requests } = await knob(sandbox, "requests");
    const created = /** @type {any[]} */ (requests).filter(
      ({ operation, committed }) => operation === "leads.create" && committed,
    );
    assert.equal(
      new Set(created.map(({ uniqueCode }) => uniqueCode)).size,
      created.length,
      "nothing was created twice",
    );
  }
}
