// @ts-check
// What a response may be is what JSON.parse reads of its bytes, decoded as UTF-8, except for keys that an object holds twice and
// more than 128 levels (docs/decisions/0002-what-a-response-may-be.md). The bytes are made at random, and so is the way in: the value
// of a field that no table knows.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import fc from "fast-check";
import init, { advance } from "../../pkg-template/wasm/client/konektor.js";

const CASES = { numRuns: 5_000 };
const LEVELS = 128;
const BEFORE = '{"success":true,"data":{"id":"lead_1","extra":';
const BEHIND = "}}";

const state = { spent: 0, resumeAt: 0 };
const lead = { operation: "leads.get", id: "lead_1", baseUrl: "https://konektor.id", apiKey: "knk_test", ...state };
const encoder = new TextEncoder();
const message = (/** @type {object} */ value) => encoder.encode(JSON.stringify(value));
const begin = message({ ...lead, timeoutMs: 30_000, maxRetries: 0, pacing: false });

before(async () => {
  const binary = new URL("../../pkg-template/wasm/client/konektor_bg.wasm", import.meta.url);
  await init({ module_or_path: await WebAssembly.compile(await readFile(binary)) });
});

/** @param {Uint8Array} body */
function ours(body) {
  const { call } = JSON.parse(advance(begin, undefined, 0, 0));
  const step = JSON.parse(advance(message({ ...state, call, head: { status: 200 } }), body, 0, 0));
  if (step.type === "failed") assert.equal(step.error.code, "RESPONSE_SHAPE");
  return step.type === "done";
}

/** @param {Uint8Array} body */
function theirs(body) {
  const text = new TextDecoder().decode(body);
  try {
    const value = JSON.parse(text);
    const { members, levels } = written(text);
    return members === held(value) && levels <= LEVELS;
  } catch {
    return false;
  }
}

/**
 * How many members and levels a text of JSON is written with.
 * @param {string} text
 */
function written(text) {
  let [members, level, levels] = [0, 0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:]/g)) {
    if (token === ":") members += 1;
    if (token === "[" || token === "{") levels = Math.max(levels, ++level);
    if (token === "]" || token === "}") level -= 1;
  }
  return { members, levels };
}

/**
 * How many members a value holds: fewer than were written where a key came twice.
 * @param {unknown} root
 */
function held(root) {
  let members = 0;
  const rest = [root];
  for (let value = rest.pop(); rest.length > 0 || value !== undefined; value = rest.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    if (!Array.isArray(value)) members += inner.length;
    rest.push(...inner);
  }
  return members;
}

const piece = fc.oneof(
  fc.constantFrom(..."{}[]:,\"\\ \n\t\r\v\f\u00a0\ufeff\u2028-+.0e'/"),
  fc.constantFrom(
    '"a"',
    '"a":',
    '"\\u0061":',
    '"__proto__":',
    '{"',
    '"}',
    '":"',
    "null",
    "true",
    "false",
    "nul",
    "NaN",
  ),
  fc.constantFrom(
    "0",
    "01",
    "-0",
    "1.",
    ".5",
    "1e5",
    "1E+2",
    "1e",
    "1e999",
    "-1e-999",
    "9".repeat(400),
    "0x1",
    "Infinity",
  ),
  fc.constantFrom(
    '"\\ud83d\\ude00"',
    '"\\ud83d"',
    '"\\ude00\\ud83d"',
    '"\\u00"',
    '"\\x"',
    '"\\/"',
    '"\u007f\u0080"',
    '"\u0001"',
  ),
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
);

/** Short ones are often JSON, long ones hardly ever. */
const pieces = fc.oneof(fc.array(piece, { maxLength: 3 }), fc.array(piece, { maxLength: 12 }));

/** Keys that are easily equal, in several spellings, and broken ones that only become equal when they are decoded. */
const keys = fc.constantFrom(
  ...[
    "a",
    "b",
    "\\u0061",
    "A",
    "",
    "__proto__",
    "\\u005f_proto__",
    "é",
    "e\u0301",
    "\\u00e9",
    "😀",
    "\\ud83d\\ude00",
    "\\ud83d\ude00",
  ],
  ...["\\ud83d", "\\uD83D", "\\ude00", "\ufffd", "\\ufffd", "\\n", "\\u000a", "\\/", "/", "0", "00", "constructor"],
  ...[[0xff], [0xfe], [0xf0, 0x9f], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0xbd], [0xc0, 0x80]].map((bytes) =>
    Uint8Array.from(bytes),
  ),
);

/** @param {(string | Uint8Array)[]} parts */
function joined(parts) {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part)));
}

/** @param {(string | Uint8Array)[]} parts */
function agrees(parts) {
  const body = joined([BEFORE, ...parts, BEHIND]);
  const accepted = theirs(body);
  assert.equal(
    ours(body),
    accepted,
    `${JSON.stringify(body.toString("latin1"))}: JSON.parse ${accepted ? "accepts" : "refuses"} it`,
  );
}

test("pieces of JSON in any order are accepted where JSON.parse accepts them", () => {
  fc.assert(fc.property(pieces, agrees), CASES);
});

test("any string of bytes is accepted where JSON.parse accepts it", () => {
  const bytes = fc.uint8Array({ maxLength: 24 });
  fc.assert(
    fc.property(bytes, (string) => agrees(['"', string, '"'])),
    CASES,
  );
});

test("good JSON with some bytes changed is accepted where JSON.parse accepts it", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom("replace", "insert", "remove")), {
    maxLength: 2,
  });
  fc.assert(
    fc.property(value, fc.constantFrom(0, 1, "\t"), changes, (value, indent, changes) => {
      let bytes = Buffer.from(JSON.stringify(value, null, indent));
      for (const [place, byte, change] of changes) {
        const at = place % (bytes.length + 1);
        const behind = bytes.subarray(change === "insert" ? at : at + 1);
        bytes = Buffer.concat([bytes.subarray(0, at), change === "remove" ? Buffer.of() : Buffer.of(byte), behind]);
      }
      agrees([bytes]);
    }),
    CASES,
  );
});

test("keys are equal where JSON.parse finds them equal", () => {
  const object = fc.array(fc.tuple(keys, fc.constantFrom("1", '{"a":1}', "[{}]")), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(object, (members) => {
      agrees(["{", ...members.flatMap(([key, value], index) => [index > 0 ? ',"' : '"', key, '":', value]), "}"]);
    }),
    CASES,
  );
});

test("levels are counted up to 128", () => {
  const levels = fc.array(fc.boolean(), { minLength: LEVELS - 6, maxLength: LEVELS + 2, size: "max" });
  fc.assert(
    fc.property(levels, (levels) => {
      agrees([
        levels.map((array) => (array ? "[" : '{"a":')).join(""),
        "0",
        levels
          .map((array) => (array ? "]" : "}"))
          .reverse()
          .join(""),
      ]);
    }),
    { numRuns: 1_000 },
  );
});

test("what stands around a body is accepted where JSON.parse accepts it", () => {
  const space = fc.array(fc.constantFrom(" ", "\n", "\r\n", "\t", "\ufeff", "\u00a0", "\0", "\v", ",", "{}"), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(space, space, (ahead, after) => {
      const body = joined([...ahead, BEFORE, "1", BEHIND, ...after]);
      assert.equal(ours(body), theirs(body), JSON.stringify(body.toString("latin1")));
    }),
    { numRuns: 1_000 },
  );
});
