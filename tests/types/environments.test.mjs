// @ts-check
// The declarations as users' compilers see them, from the oldest to the newest, with `skipLibCheck` off: whatever types there are
// besides, and as few of them as possible.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { BUNDLER, compile, NODENEXT, project, STRICT, USAGE } from "./compiler.mjs";

// Not every environment has types for a compiled module.
const module = {
  "module.ts": `
    import { Konektor } from "konektor";
    export const compiled = (wasm: WebAssembly.Module) => new Konektor({ wasm });
  `,
};
// What the widget's page tells a user of React to write, and what that makes of an app.
const [, declared = ""] =
  /^```tsx\n(.*?)^```$/ms.exec(readFileSync(new URL("../../www/README.md", import.meta.url), "utf8")) ?? [];
const app = {
  "app.tsx": `${declared}
    export const form = (
      <konektor-form form="promo" tracking-code="KNK-abc123" consent="wait" lang="id" onkonektor:received={({ detail }) => detail.uniqueCode}>
        <p>Halo</p>
      </konektor-form>
    );
    // @ts-expect-error: the form's name is required
    export const nameless = <konektor-form />;
    // @ts-expect-error: there is no such decision
    export const undecided = <konektor-form form="promo" consent="maybe" />;
  `,
};
const files = [...Object.keys(USAGE), ...Object.keys(module)];
const alone = await project({ after }, { ...USAGE, ...module });

for (const { version, tsc } of alone.compilers) {
  for (const [how, resolution] of Object.entries({ bundler: BUNDLER, nodenext: NODENEXT })) {
    test(`TypeScript ${version} compiles them as strictly as it can, with module resolution ${how}`, () => {
      assert.deepEqual(compile(alone.folder, tsc, files, { ...STRICT, ...resolution }), []);
    });
  }
}

test("other environments' types do not disturb them", async (t) => {
  const packages = { "@types/node": "20.19.43", "@cloudflare/workers-types": "4.20260426.1" };
  const { folder, compilers } = await project(t, { ...USAGE, ...module }, packages);
  const newest = compilers.at(-1)?.tsc ?? "";
  // The widget is a page's alone.
  const everywhere = Object.keys(USAGE).filter((name) => name !== "widget.ts");
  /** @type {[string, string[], object][]} */
  const environments = [
    ["Node, without the DOM's", everywhere, { ...NODENEXT, lib: ["es2022"], types: ["node"] }],
    [
      "Cloudflare's, without the DOM's",
      [...everywhere, ...Object.keys(module)],
      { ...BUNDLER, lib: ["es2022"], types: ["@cloudflare/workers-types"] },
    ],
    [
      "all that TypeScript has, and Node's",
      files,
      { module: "preserve", lib: ["esnext", "dom", "dom.iterable"], types: ["node"] },
    ],
  ];
  for (const [what, files, options] of environments) {
    await t.test(what, () => {
      assert.deepEqual(compile(folder, newest, files, { ...STRICT, ...options }), []);
    });
  }
});

test("React's JSX knows the widget's element, its attributes and its events", async (t) => {
  const { folder, compilers } = await project(t, app, { "@types/react": "19.3.0" });
  const newest = compilers.at(-1)?.tsc ?? "";

  assert.deepEqual(compile(folder, newest, ["app.tsx"], { ...STRICT, ...BUNDLER, jsx: "preserve" }), []);
});
