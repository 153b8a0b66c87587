// @ts-check
// Every code block of the guide and of the README, by what its fence says:
//
//   ts        compiles, with what surroundings.d.ts declares
//   ts run    compiles, and prints what it promises, against a sandbox that the page has for itself, top to bottom
//   sh        command lines of which commands.mjs knows how to run each
//   html      what it says of the widget is so
//   json      parses
//   rust      is compiled with the crate's examples
//   text      claims nothing
//
// A block that says anything else fails.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { TOKEN } from "../edge/operator.mjs";
import { folder as edgeFolder, startEdge } from "../edge/parts.mjs";
import { KEY, startSandbox } from "../package/servers.mjs";
import { errorsOf, keepsItsPromises, promisesOf, workplace } from "../programs.mjs";
import { holds, linesOf } from "./commands.mjs";
import { pagesOf } from "./markdown.mjs";
import { isUnderstood } from "./markup.mjs";

const KINDS = /^(ts|ts run|sh|html|json|rust(,no_run)?|text)$/;
const pages = [...pagesOf("docs/guide"), ...pagesOf("README.md")];
const folder = workplace({ after });
/** @type {Map<string, number>} How many blocks of each kind were judged. */
const judged = new Map();

/** @typedef {import("./markdown.mjs").Page} Page @typedef {import("./markdown.mjs").Block} Block */

const programs = pages.flatMap((page) => page.blocks.filter(isProgram).map((block) => program(page, block)));

test("each program compiles strictly", () => {
  const declarations = readFileSync(new URL("surroundings.d.ts", import.meta.url), "utf8");

  const errors = errorsOf(folder, programs, declarations);

  assert.deepEqual(errors.map(inItsPage), []);
  assert.ok(programs.length >= 30, `${programs.length} programs`);
});

for (const page of pages) {
  test(`what ${page.path} says holds, from top to bottom`, async (t) => {
    if (page.blocks.some(({ info }) => info === "ts run" || info === "sh")) {
      const sandbox = await startSandbox(t, ["--leads", "200"]);
      process.env.KONEKTOR_BASE_URL = sandbox.url;
      process.env.KONEKTOR_API_KEY = KEY;
    }
    if (page.blocks.some(({ info, code }) => info === "sh" && code.includes("$EDGE/"))) {
      const { KONEKTOR_BASE_URL: api = "" } = process.env;
      const edge = await startEdge({ persist: edgeFolder(t), api, settings: { ADMIN_TOKEN: TOKEN } });
      t.after(() => edge.stop());
      Object.assign(process.env, { EDGE: edge.address, ADMIN_TOKEN: TOKEN });
    }
    process.chdir(folder);

    for (const block of page.blocks) {
      await t.test(`line ${block.line}: ${block.info}`, (t) => judge(t, page, block));
    }
  });
}

test("there were blocks of each kind", (t) => {
  const counts = Object.fromEntries(judged);
  t.diagnostic(`blocks: ${JSON.stringify(counts)}`);
  for (const kind of ["ts", "ts run", "sh", "html", "json", "rust"]) assert.ok(counts[kind], `no block is ${kind}`);
});

/** @param {import("node:test").TestContext} t @param {Page} page @param {Block} block */
async function judge(t, page, block) {
  const { info, code } = block;
  assert.match(info, KINDS, "no test knows this kind of block");
  if (info === "ts run") {
    assert.notEqual(promisesOf(code).length, 0, "a program that is run promises what it prints");
    await keepsItsPromises(t, folder, program(page, block));
  }
  if (info === "sh") for (const line of linesOf(code)) holds(line, { programs: filesOf(page) });
  if (info === "html") await isUnderstood(code);
  if (info === "json") JSON.parse(code);
  if (info.startsWith("rust")) {
    const crate = readFileSync(new URL("../../src/lib.rs", import.meta.url), "utf8");
    assert.ok(crate.includes(`include_str!("../${page.path}")`), "src/lib.rs compiles the page's Rust");
  }
  const kind = info.replace(/,.*/, "");
  judged.set(kind, (judged.get(kind) ?? 0) + 1);
}

function isProgram(/** @type {Block} */ { info }) {
  return info.split(" ")[0] === "ts";
}

/** @param {Page} page @param {Block} block @returns {import("../programs.mjs").Program} */
function program({ path }, { code, line }) {
  return { name: `${path.replace(/^docs\/guide\/|\.md$/g, "").replaceAll("/", "-")}-${line}`, code };
}

/** An error of the compiler, where the reader finds it. @param {ReturnType<typeof errorsOf>[number]} error */
function inItsPage({ where, code, message }) {
  const [, name, line] = /^(.*)\.ts:(\d+)$/.exec(where) ?? [];
  const page = pages.find((page) => page.blocks.some((block) => program(page, block).name === name));
  return `${page?.path ?? where}:${Number(name?.match(/\d+$/)) + Number(line)}: ${code} ${message}`;
}

/** The files that a page's blocks say they are. */
function filesOf(/** @type {Page} */ { blocks }) {
  return blocks.flatMap(({ code }) => /^\/\/ (\S+\.m?[jt]s)$/m.exec(code)?.[1] ?? []);
}
