// @ts-check
// The guide's pages about errors are complete: a page for each class, with its fields, its codes and an example that is run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as client from "konektor";
import * as webhook from "konektor/webhook";
import { pagesOf } from "./markdown.mjs";

const pages = new Map(pagesOf("docs/guide/errors").map((page) => [page.path.replace(/^.*\/|\.md$/g, ""), page]));
const classes = Object.entries({ ...client, ...webhook })
  .filter(([, value]) => value === client.KonektorError || value.prototype instanceof client.KonektorError)
  .map(([name]) => name);
const declared = ["errors", "webhook/error"]
  .map((file) => readFileSync(new URL(`../../pkg-template/src/${file}.ts`, import.meta.url), "utf8"))
  .join("\n");

test("there are classes to write about", () => {
  assert.ok(classes.length >= 15, classes.join(", "));
  assert.equal(pages.size, classes.length + 1, "a page for each class, and the index");
});

for (const name of classes) {
  test(`${name} has a page with its fields and an example that runs`, () => {
    const page = pages.get(name.replace(/(?!^)[A-Z]/g, "-$&").toLowerCase());

    assert.ok(page, "no page");
    assert.ok(
      page.blocks.some(({ info, code }) => info === "ts run" && code.includes(name)),
      "no example that runs",
    );
    const [, own = ""] = new RegExp(`class ${name} extends \\w+ \\{([\\s\\S]*?)^\\}`, "m").exec(declared) ?? [];
    const fields = [...own.matchAll(/declare readonly (\w+)/g)].map(([, field]) => field);
    for (const field of fields) assert.ok(page.text.includes(`\`${field}\``), `${field} is not on the page`);
  });
}

test("each code is on the page of a class", () => {
  const [reference] = pagesOf("docs/reference/errors.md");
  const codes = [...(reference?.text ?? "").matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  const hooks = [...declared.matchAll(/^ \* \| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  const texts = [...pages.values()].map(({ text }) => text).join("\n");

  assert.ok(codes.length > 20 && hooks.length > 5, `${codes.length} and ${hooks.length} codes`);
  assert.deepEqual(
    [...codes, ...hooks].filter((code) => !texts.includes(`\`${code}\``)),
    [],
  );
});
