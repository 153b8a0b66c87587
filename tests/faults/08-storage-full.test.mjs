// @ts-check
// The disk of the outbox is full: visitors are told that nothing was stored, and that is so; what was acknowledged before is kept
// and delivered as soon as there is room. The disk is a small tmpfs in a mount namespace of the edge's own.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, knob, leads, send, startEdge, startSandbox, submission, until, untilLeads } from "../edge/parts.mjs";
import { CREATE } from "../edge/world.mjs";
import { Receipts } from "./receipts.mjs";

const BYTES = 4 * 1024 * 1024;
/** Runs a program with a small disk at a folder. @param {string} at */
const onSmallDisk = (at) => ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT, at];
const MOUNT = `mount -t tmpfs -o size=${BYTES} tmpfs "$0" && exec "$@"`;

/** @param {import("node:test").TestContext} t */
async function start(t) {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const persist = folder(t);
  const disk = join(persist, "do");
  mkdirSync(disk);
  const part = await startEdge({ persist, api: sandbox.address, through: onSmallDisk(disk) });
  t.after(() => part.stop());
  // The disk as the edge sees it.
  const ballast = join(`/proc/${part.child.pid}/root`, disk, "ballast");
  return { sandbox: sandbox.address, edge: part.address, part, ballast };
}

/** Writes until there is no room. */
function fill(/** @type {string} */ file) {
  const opened = openSync(file, "w");
  const block = Buffer.alloc(1024, 1);
  try {
    for (;;) writeSync(opened, block);
  } catch (error) {
    assert.equal(/** @type {NodeJS.ErrnoException} */ (error).code, "ENOSPC");
  } finally {
    closeSync(opened);
  }
}

const [program = "", ...args] = [...onSmallDisk("/mnt"), "true"];
const skip = spawnSync(program, args).status !== 0 && "nobody may mount a small disk here";

test("08 a full disk: nothing is acknowledged, nothing half-written, nothing lost", { skip }, async (t) => {
  const world = await start(t);
  const receipts = new Receipts();
  await receipts.take(world.edge);
  await untilLeads(world.sandbox, (all) => all.length === 1, "the first lead");
  // Some wait for the API as the disk fills up, one of them with an open outcome.
  await knob(world.sandbox, "faults", { match: CREATE, answer: "status", status: 503, times: null });
  for (let sent = 0; sent < 5; sent++) await receipts.take(world.edge);
  await until(() => world.part.log.includes('"event":"unknown"'), "the API to fail");

  fill(world.ballast);
  const refused = [];
  for (let number = 0; number < 30; number++) {
    const sent = submission({ fields: { firstName: `Late ${number}`, message: "x".repeat(3_000) } });
    const response = await send(world.edge, sent);
    // The last bytes may be enough for one.
    if (response.status === 202) await receipts.note(sent, response);
    else refused.push({ sent, status: response.status, body: /** @type {any} */ (await response.json()) });
  }
  await knob(world.sandbox, "faults", undefined, "DELETE");

  assert.ok(refused.length >= 20, `${refused.length} of 30 found no room`);
  for (const { status, body } of refused) assert.deepEqual([status, body.error.code], [503, "NOT_STORED"]);
  assert.equal((await leads(world.sandbox)).length, 1, "what cannot be written down is not sent");

  rmSync(world.ballast);
  // Without another request.
  await untilLeads(world.sandbox, (all) => all.length >= receipts.count, "what was acknowledged", 90);
  await receipts.prove(world);
  for (const { sent } of refused) await receipts.take(world.edge, sent);
  await receipts.prove(world);
  t.diagnostic(`refused for want of room: ${refused.length}`);
});
