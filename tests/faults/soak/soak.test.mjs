// @ts-check
// The soak itself: the same seed is the same schedule, a short one comes out even, and whatever is lost, doubled or changed would be
// seen.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { balanced, compare } from "../books.mjs";

const program = fileURLToPath(new URL("soak.mjs", import.meta.url));

/** @param {string[]} args */
function soak(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the same seed replays the same schedule and another seed has another", () => {
  const [one, again, other] = ["7", "7", "8"].map(
    (seed) => soak("--seed", seed, "--minutes", "10", "--plan-only").stdout,
  );

  assert.match(/** @type {string} */ (one), /schedule=[0-9a-f]{16}\n$/);
  assert.equal(again, one);
  assert.notEqual(other?.split("schedule=")[1], one?.split("schedule=")[1]);
});

test("a soak of 25 seconds loses nothing and doubles nothing", { timeout: 240_000 }, (t) => {
  const { status, stdout, stderr } = soak("--seed", "20261126", "--minutes", "0.42");

  assert.equal(status, 0, stderr);
  const [, into, out] = /^in=(\d+) out=(\d+) lost=0 doubled=0 seed=20261126\n$/.exec(stdout) ?? assert.fail(stdout);
  assert.equal(out, into);
  assert.ok(Number(into) > 100, stdout);
  t.diagnostic(stdout.trim());
});

test("whatever does not come out even is named by its code", () => {
  const clean = new Map([
    ["KNK-a", 1],
    ["KNK-b", 2],
    ["KNK-c", 3],
  ]);
  const all = [...clean];

  assert.ok(balanced(compare(clean, all, new Set(["KNK-h"]), new Set(["KNK-h"]))));

  const lost = compare(clean, all.slice(1));
  assert.deepEqual([lost.in, lost.out, lost.lost, balanced(lost)], [3, 2, ["KNK-a"], false]);
  const twin = compare(clean, [...all, ["KNK-a", 1]]);
  assert.deepEqual([twin.out, twin.doubled, balanced(twin)], [4, ["KNK-a"], false]);
  const unasked = compare(clean, [...all, ["KNK-x", 4]]);
  assert.deepEqual([unasked.doubled, balanced(unasked)], [["KNK-x"], false]);
  // One lost and one doubled are as many as before, and still not even.
  const both = compare(clean, [...all.slice(1), ["KNK-b", 2]]);
  assert.deepEqual([both.lost, both.doubled, balanced(both)], [["KNK-a"], ["KNK-b"], false]);
  const changed = compare(clean, [["KNK-a", 9], ...all.slice(1)]);
  assert.deepEqual([changed.changed, balanced(changed)], [["KNK-a"], false]);
  const released = compare(clean, all, new Set(["KNK-h"]), new Set(["KNK-i"]));
  assert.deepEqual([released.strayed, balanced(released)], [["KNK-h", "KNK-i"], false]);
});
