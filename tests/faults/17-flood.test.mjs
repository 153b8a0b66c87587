// @ts-check
// Ten thousand posts from one address, and customers in between: the flood gets its limit and not one more, the customers get their
// leads.

import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { test } from "node:test";
import { FORM, formsFile, PAGE, submission, untilLeads } from "../edge/parts.mjs";
import { start } from "../edge/world.mjs";
import { Receipts } from "./receipts.mjs";

const FLOOD = 10_000;
const CUSTOMERS = 100;
const CONNECTIONS = 32;
const LIMIT = 20;
const MINUTE = 60_000;

/** Posts over connections that stay, which `fetch` would be slow at. @param {Agent} agent @param {string} edge @param {string} address @param {object} body */
function post(agent, edge, address, body) {
  return new Promise((done, failed) => {
    const headers = { "content-type": "application/json", origin: PAGE, "cf-connecting-ip": address };
    const sent = request(
      `${edge}/v1/forms/${FORM}/submissions`,
      { agent, method: "POST", headers },
      async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        done({ status: response.statusCode, text });
      },
    );
    sent.once("error", failed).end(JSON.stringify(body));
  });
}

for (const [who, options] of /** @type {[string, object][]} */ ([
  ["the outbox counts", { forms: formsFile({ limits: { perMinute: LIMIT } }) }],
  ["a rate limit binding counts", { rateLimit: LIMIT }],
])) {
  test(`17 10 000 posts from one address, while ${who}: the limit is taken, and 100 customers besides`, async (t) => {
    const world = await start(t, { edge: options });
    const receipts = new Receipts();
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    t.after(() => agent.destroy());
    const counts = /** @type {Record<number, number>} */ ({});
    let sent = 0;
    let customers = 0;
    const began = Date.now();

    async function connection() {
      while (sent < FLOOD) {
        const body = submission({ fields: { firstName: `Flood ${++sent}` } });
        const { status, text } = await post(agent, world.edge, "192.0.2.66", body);
        counts[status] = (counts[status] ?? 0) + 1;
        if (status === 202) await receipts.note(body, new Response(text, { status }));
        // Customers come all through it.
        if (customers < CUSTOMERS && sent >= (customers * FLOOD) / CUSTOMERS) await customer(++customers);
      }
    }
    async function customer(/** @type {number} */ number) {
      const body = submission({ fields: { firstName: `Customer ${number}` } });
      const { status, text } = await post(agent, world.edge, `198.51.100.${number}`, body);
      await receipts.note(body, new Response(text, { status }));
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));

    const ended = Date.now();
    const minutes = Math.floor(ended / MINUTE) - Math.floor(began / MINUTE) + 1;
    const { 202: taken = 0, 429: refused = 0, ...others } = counts;
    assert.deepEqual(others, {});
    assert.ok(taken >= LIMIT && taken <= LIMIT * minutes, `${taken} taken in ${minutes} minutes`);
    assert.equal(taken + refused, FLOOD);
    assert.equal(customers, CUSTOMERS);
    assert.equal(receipts.count, taken + CUSTOMERS);
    const all = await untilLeads(world.sandbox, (all) => all.length >= receipts.count, "the leads");
    assert.equal(all.filter(({ firstName }) => firstName.startsWith("Customer")).length, CUSTOMERS);
    assert.equal(all.length, receipts.count);
    t.diagnostic(`${Math.round((FLOOD + CUSTOMERS) / ((ended - began) / 1_000))} posts a second, ${taken} taken`);
  });
}
