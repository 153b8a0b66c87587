// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARRIVED, LINUX } from "../consumer.mjs";
import { arrival } from "../runtimes.mjs";

test("Deno 2.9.6 runs it with leave for one host and the key, and for nothing else", LINUX, async (t) => {
  const leave = ["--allow-net=127.0.0.1", "--allow-env=KONEKTOR_API_KEY", "--no-prompt"];

  const result = await arrival(t, { "@deno/linux-x64-glibc": "2.9.6" }, [
    "@deno/linux-x64-glibc/deno",
    "run",
    ...leave,
  ]);

  assert.deepEqual(result, ARRIVED);
});
