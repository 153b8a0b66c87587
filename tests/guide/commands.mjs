// @ts-check
// The command lines of the guide. Each has to be one of these: a request to the sandbox is made, of any other it is checked that there
// is what it names.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { KEY, target } from "../package/servers.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command lines of a block, without their comments. */
export function linesOf(/** @type {string} */ code) {
  const whole = code.replace(/\\\n\s*/g, " ");
  return whole.split("\n").flatMap((line) => line.replace(/(^|\s+)# .*$/, "").trim() || []);
}

/**
 * @typedef {{ programs: string[] }} Reader What a reader has by the time of the line: the page's files.
 * @type {[RegExp, (reader: Reader, ...parts: string[]) => void][]}
 */
const KNOWN = [
  [/^cargo xtask ([a-z]+)(?: (.*))?$/, (_, command = "", flags = "") => xtask(command, flags)],
  [
    /^cargo add konektor(?: --features (\w+))?$/,
    (_, feature) => assert.ok(!feature || manifest().includes(`\n${feature} = `)),
  ],
  [/^npm install konektor$/, () => {}],
  [/^export KONEKTOR_API_KEY=(.+)$/, (_, key) => assert.equal(key, KEY, "the sandbox's key")],
  [/^export KONEKTOR_BASE_URL=(.+)$/, (_, url) => assert.equal(url, "http://127.0.0.1:8787", "the sandbox's default")],
  [
    /^node (\S+)$/,
    ({ programs }, file = "") => assert.ok(programs.includes(file), `no block begins with “// ${file}”`),
  ],
  [/^export EDGE=https:\/\/forms\.example\.com$/, () => {}],
  [/^export ADMIN_TOKEN=…$/, () => {}],
  [/^npx wrangler secret put ([A-Z_]+)$/, (_, name = "") => assert.match(platform(), new RegExp(`\\b${name}\\b`))],
  [
    /^npm run (\w+)(?: -w (\S+) -- https:\/\/forms\.example\.com)?$/,
    (_, script = "", workspace = "konektor-edge") => assert.ok(scripts(workspace)[script], `no script ${script}`),
  ],
  [/^curl .*$/, (_, ...parts) => request(parts.join(" "))],
];

/** Runs or checks a command line, whichever is known of it; an unknown one fails. */
export function holds(/** @type {string} */ line, /** @type {Reader} */ reader) {
  for (const [pattern, check] of KNOWN) {
    const parts = pattern.exec(line);
    if (parts) return check(reader, ...(parts.length > 1 ? parts.slice(1) : [line]));
  }
  assert.fail(`no test knows how to run \`${line}\`; add it to tests/guide/commands.mjs`);
}

function xtask(/** @type {string} */ command, /** @type {string} */ flags) {
  const help = execFileSync("cargo", ["xtask", "--help"], { cwd: root, encoding: "utf8" });
  assert.match(help, new RegExp(`^  ${command} `, "m"));
  const sandbox = fileURLToPath(new URL("debug/konektor-sandbox", target));
  const own =
    command === "sandbox"
      ? execFileSync(sandbox, ["--help"], { encoding: "utf8" })
      : execFileSync("cargo", ["xtask", command, "--help"], { cwd: root, encoding: "utf8" });
  for (const flag of flags.match(/--[a-z-]+/g) ?? []) assert.match(own, new RegExp(`${flag}\\b`));
}

/** What is asked of the sandbox, or of an edge before it, is asked, and succeeds. */
function request(/** @type {string} */ line) {
  assert.match(line, /"\$(KONEKTOR_BASE_URL|EDGE)\//, "a request goes to the sandbox or the edge");
  const answer = execFileSync("sh", ["-c", `${line} --fail-with-body`], { encoding: "utf8", env: process.env });
  if (/ -o /.test(line)) assert.equal(answer, "");
  else assert.ok(answer && !("error" in JSON.parse(answer)), answer);
}

/** The scripts of a workspace. @returns {Record<string, string>} */
function scripts(/** @type {string} */ workspace) {
  const folder = workspace.replace("konektor-", "");
  return JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8")).scripts;
}

/** Which bindings there are, and the keys' name in the forms file that comes with the edge. */
function platform() {
  return (
    readFileSync(`${root}pkg-template/src/edge/platform.ts`, "utf8") + readFileSync(`${root}edge/forms.json`, "utf8")
  );
}

function manifest() {
  return readFileSync(`${root}Cargo.toml`, "utf8");
}
