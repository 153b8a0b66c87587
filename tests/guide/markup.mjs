// @ts-check
// The guide's HTML: what it says of the widget has to be what the widget reads and emits.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { transform } from "esbuild";

const widget = new URL("../../www/src/", import.meta.url);
const source = readdirSync(widget, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(new URL(name, widget), "utf8"))
  .join("\n");
const [, attributes = ""] = /interface KonektorFormAttributes \{(.*?)\n\}/s.exec(source) ?? [];
const ATTRIBUTES = new Set([...attributes.matchAll(/^ {2}"?([\w-]+)"?\??:/gm)].map(([, name]) => name));

/** Checks a block of HTML. */
export async function isUnderstood(/** @type {string} */ html) {
  for (const [, attributes = ""] of html.matchAll(/<konektor-form\b([^>]*)>/g)) {
    const names = [...attributes.matchAll(/([\w-]+)=/g)].map(([, name = ""]) => name);
    assert.ok(names.includes("form"), "the form's name is required");
    for (const name of names) assert.ok(ATTRIBUTES.has(name), `<konektor-form> has no attribute ${name}`);
  }
  for (const [, attributes = ""] of html.matchAll(/<form data-konektor\b([^>]*)>/g)) {
    for (const [, name = ""] of attributes.matchAll(/\bdata-([\w-]+)=/g)) {
      assert.ok(ATTRIBUTES.has(name), `<form data-konektor> has no attribute data-${name}`);
    }
  }
  for (const [, script = ""] of html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
    await transform(script, { loader: "js", format: "esm" });
    for (const [, event = ""] of script.matchAll(/addEventListener\("(konektor[\w:-]+)"/g)) {
      assert.ok(source.includes(`"${event}"`), `the widget emits no ${event}`);
    }
  }
  const balance = (/** @type {RegExp} */ tag) => html.match(tag)?.length ?? 0;
  for (const tag of new Set([...html.matchAll(/<([a-z][\w-]*)/g)].map(([, name = ""]) => name))) {
    if (["input", "meta", "link", "br", "img"].includes(tag)) continue;
    assert.equal(
      balance(new RegExp(`<${tag}\\b`, "g")),
      balance(new RegExp(`</${tag}>`, "g")),
      `<${tag}> is not closed`,
    );
  }
}
