// @ts-check
// The page of the package's methods has all that a running program can call: it is asked what it has, not its types.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as konektor from "konektor";
import * as proxy from "konektor/proxy";

const page = readFileSync(new URL("../../docs/reference/api.md", import.meta.url), "utf8");

/** The methods of an object, its own and inherited. */
function methods(/** @type {object} */ object) {
  const names = new Set();
  for (let at = Object.getPrototypeOf(object); at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) {
      const what = typeof name === "symbol" ? `[${name.description}]` : name;
      if (typeof Object.getOwnPropertyDescriptor(at, name)?.value === "function") names.add(what);
    }
  }
  return [...names].filter((name) => name !== "constructor");
}

test("every method of the client and of its resources has its line", () => {
  const client = new konektor.Konektor({ apiKey: "knk_test" });
  const calls = methods(client).map((name) => `konektor.${name}`);
  for (const [resource, value] of Object.entries(client)) {
    calls.push(...methods(value).map((name) => `konektor.${resource}.${name}`));
  }

  assert.ok(calls.includes("konektor.leads.list") && calls.length > 10, calls.join());
  assert.deepEqual(
    calls.filter((call) => !page.includes(`| \`${call}\` |`)),
    [],
  );
});

test("every value that an entry exports is named", () => {
  const names = [...Object.keys(konektor), ...Object.keys(proxy)];

  assert.ok(names.length > 10);
  assert.deepEqual(
    names.filter((name) => !page.includes(`\`${name}\``)),
    [],
  );
});
