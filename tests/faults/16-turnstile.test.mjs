// @ts-check
// A verifier in every bad mood while the API cuts its answers: whoever was acknowledged is a lead or waits for a person, by what the
// verifier said, and nobody is lost to it. A repeat has its receipt though the verifier is gone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formsFile, knob, leads, send, submission } from "../edge/parts.mjs";
import { refused, solved, startVerifier } from "../edge/verifier.mjs";
import { CREATE, start } from "../edge/world.mjs";
import { balanced, compare } from "./books.mjs";
import { finished, held } from "./door.mjs";

/** What a token meets, and where its submission goes. @type {[string, "lead" | "held", (first: boolean) => import("../edge/verifier.mjs").VerifierAnswer][]} */
const TOKENS = [
  ["good", "lead", () => solved()],
  // A visitor who was offline, or a browser that sends again: counted, and not enough alone.
  ["expired", "lead", () => refused("timeout-or-duplicate")],
  ["reused", "lead", (first) => (first ? solved() : refused("timeout-or-duplicate"))],
  ["wrong host", "held", () => solved({ hostname: "evil.example" })],
  ["forged", "held", () => refused("invalid-input-response")],
  ["500", "held", () => ({ status: 500, json: { success: true } })],
  ["503 page", "held", () => ({ status: 503, text: "<html>" })],
  ["silence", "held", () => ({ silent: true })],
];
const EACH = 4;

test("16 whatever the verifier does, the acknowledged are delivered or held", async (t) => {
  const verifier = await startVerifier(t);
  const seen = new Set();
  verifier.answer = ({ response }) => {
    const answer = /** @type {(typeof TOKENS)[number]} */ (TOKENS[Number(response.split(".")[1])])[2](
      !seen.has(response),
    );
    seen.add(response);
    return answer;
  };
  const world = await start(t, {
    sandbox: ["--seed", "16"],
    edge: {
      forms: formsFile({ turnstile: {} }),
      settings: { TURNSTILE_SECRET: "turnstile-secret", TURNSTILE_URL: verifier.address },
      entry: "tests/faults/door-worker.mjs",
    },
  });
  await knob(world.sandbox, "faults", { match: CREATE, answer: "cut", commit: "yes", probability: 0.2 });
  await knob(world.sandbox, "faults", { match: CREATE, answer: "status", status: 500, probability: 0.2 });

  /** What was sent, by the code of its receipt. @type {Map<string, { sent: object, goes: string }>} */
  const receipts = new Map();
  for (let nth = 0; nth < EACH; nth++) {
    await Promise.all(
      TOKENS.map(async ([name, where], kind) => {
        // Each has a token of its own, but those who use one again: it admits one.
        const reused = name === "reused";
        const goes = reused && nth > 0 ? "held" : where;
        const proof = { turnstile: `0.${kind}.${reused ? 0 : nth}` };
        const sent = submission({ fields: { firstName: name }, proof });
        const response = await send(world.edge, sent);
        assert.equal(response.status, 202, name);
        receipts.set(/** @type {any} */ (await response.json()).data.uniqueCode, { sent, goes });
      }),
    );
  }
  verifier.answer = () => ({ status: 500, text: "" });
  for (const [code, { sent }] of receipts) {
    assert.equal(/** @type {any} */ (await (await send(world.edge, sent)).json()).data?.uniqueCode, code);
  }

  await finished(world.edge);
  const going = (/** @type {string} */ where) =>
    [...receipts].filter(([, { goes }]) => goes === where).map(([code]) => code);
  const books = compare(
    new Map(going("lead").map((code) => [code, 0])),
    (await leads(world.sandbox)).map(({ uniqueCode }) => /** @type {const} */ ([uniqueCode, 0])),
    new Set(going("held")),
    await held(world.edge),
  );
  assert.ok(balanced(books), JSON.stringify(books));
  assert.deepEqual([receipts.size, books.in], [TOKENS.length * EACH, 2 * EACH + 1]);
});
