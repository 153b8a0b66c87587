// @ts-check
// How long what is kept: a delivered submission loses its personal data after 7 days and its receipt after 60. The outbox's own
// class runs in workerd, with a clock that can be set and a door to its table.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { bundle } from "../../edge/bundle.mjs";
import { FORM, folder, formsFile, leadOf, startSandbox, submission, until } from "./parts.mjs";

const DAY = 86_400_000;
const index = fileURLToPath(new URL("../../edge/src/index.ts", import.meta.url));

const ENTRY = `
import worker, { LeadOutbox } from ${JSON.stringify(index)};
let ahead = 0;
const now = Date.now;
Date.now = () => now() + ahead;
export class Opened extends LeadOutbox {
  #sql;
  constructor(state, env) {
    super(state, env);
    this.#sql = state.storage.sql;
  }
  async fetch(request) {
    const { pathname, search } = new URL(request.url);
    if (pathname !== "/table") return super.fetch(request);
    ahead = Number(search.slice(1));
    await this.alarm();
    return Response.json(this.#sql.exec("SELECT * FROM submissions ORDER BY seq").toArray());
  }
}
export default {
  fetch(request, env) {
    if (new URL(request.url).pathname !== "/table") return worker.fetch(request, env);
    return env.OUTBOX.get(env.OUTBOX.idFromName("KNK-abc123")).fetch(request);
  },
};
`;

test("a delivered submission loses its personal data after 7 days and its receipt after 60, a held one neither", async (t) => {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const built = folder(t);
  const entry = join(built, "entry.mjs");
  const forms = join(built, "forms.json");
  writeFileSync(entry, ENTRY);
  writeFileSync(forms, JSON.stringify(formsFile()));
  await bundle({ forms, folder: built, entry });
  const miniflare = new Miniflare({
    cf: false,
    telemetry: { enabled: false },
    name: "edge",
    modules: true,
    modulesRoot: built,
    scriptPath: join(built, "worker.js"),
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-04-01",
    durableObjects: { OUTBOX: { className: "Opened", useSQLite: true } },
    bindings: {
      INTAKE_SECRET: "a secret of the tests",
      KONEKTOR_BASE_URL: sandbox.address,
      KONEKTOR_API_KEY: "knk_sandbox",
    },
    handleRuntimeStdio: () => {},
  });
  t.after(() => miniflare.dispose());
  const address = (await miniflare.ready).origin;
  const post = async (/** @type {object} */ body) => {
    const response = await fetch(`${address}/v1/forms/${FORM}/submissions`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return /** @type {any} */ ({ status: response.status, ...(await response.json()) });
  };
  /** The table as of some days from now, after an alarm. */
  const after = async (/** @type {number} */ days) =>
    /** @type {Record<string, any>[]} */ (await (await fetch(`${address}/table?${days * DAY}`)).json());

  // Given a delivered submission and a held one.
  const sent = submission();
  const { data } = await post(sent);
  await leadOf(sandbox.address, data.uniqueCode);
  await post(submission({ fields: { firstName: "Bot", _hp: "x" } }));

  // When a week passes, then the lead is gone and the receipt is not.
  const [fresh] = await until(async () => {
    const rows = await after(6.9);
    return rows[0]?.state === "delivered" && rows;
  }, "the outbox to know that it is delivered");
  assert.match(fresh?.lead, /Andi/);
  const week = await until(async () => {
    const rows = await after(7.1);
    return rows[0]?.lead === null && rows;
  }, "the lead to be erased");
  assert.equal(week.length, 2);
  assert.ok(!JSON.stringify(week[0]).includes("Andi") && !JSON.stringify(week[0]).includes("81234567890"));
  assert.match(week[1]?.lead, /Bot/);
  assert.deepEqual((await post(sent)).data, data);
  assert.equal((await post({ ...sent, fields: { firstName: "Other" } })).status, 409);

  // And after two months the receipt is gone as well.
  assert.equal((await after(59)).length, 2);
  const later = await until(async () => {
    const rows = await after(61);
    return rows.length < 2 && rows;
  }, "the receipt to be removed");
  assert.deepEqual(
    later.map(({ state }) => state),
    ["held"],
  );
});
