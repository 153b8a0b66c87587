// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARRIVED, LINUX } from "../consumer.mjs";
import { arrival } from "../runtimes.mjs";

test("Bun 1.4.5 runs it", LINUX, async (t) => {
  // The one for processors without AVX2, which runs on all.
  const name = "@oven/bun-linux-x64-baseline";

  assert.deepEqual(await arrival(t, { [name]: "1.4.5" }, [`${name}/bin/bun`, "run"]), ARRIVED);
});
