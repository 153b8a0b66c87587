// @ts-check
// Acceptance under load: how many submissions a second the edge acknowledges, and how soon, beside a Worker that only writes a row.
//   node edge/bench.mjs [--rounds N] [--seconds S] [--warm-up N]   both sides in turn, over 1 and 16 connections
//   node edge/bench.mjs --memory [--submissions N]                 the edge alone: its memory while it receives and delivers
// Prints tables; never fails on time.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare } from "./compare.mjs";
import { watch } from "./memory.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    seconds: { type: "string", default: "2" },
    "warm-up": { type: "string", default: "5000" },
    memory: { type: "boolean", default: false },
    submissions: { type: "string", default: "100000" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "konektor-bench-"));
try {
  if (values.memory) await watch(folder, Number(values.submissions));
  else {
    const [rounds = 0, seconds = 0, warmUp = 0] = [values.rounds, values.seconds, values["warm-up"]].map(Number);
    await compare(folder, { rounds, seconds, warmUp });
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
