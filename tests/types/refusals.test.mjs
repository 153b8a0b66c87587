// @ts-check
// That wrong programs do not compile: those that callers might write, each for a reason of its own, and one for each strict option,
// which would compile without it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BUNDLER, compile, project, STRICT, USAGE } from "./compiler.mjs";

const DIRECTIVE = "@ts-expect-error";

/** The usage files as a caller would write them who does not expect the errors. */
const unaware = Object.fromEntries(
  Object.entries(USAGE).map(([name, text]) => [name, text.replaceAll(DIRECTIVE, "wrong")]),
);

/** @type {Record<string, { program: string, code: string }>} */
const OPTIONS = {
  strict: { program: "export const name = (lead) => lead.firstName;", code: "TS7006" },
  exactOptionalPropertyTypes: {
    program: 'import type { RateLimit } from "konektor"; export const limit: RateLimit = { limit: undefined };',
    code: "TS2375",
  },
  noUncheckedIndexedAccess: {
    program:
      'import type { Lead, Page } from "konektor"; export const first = (page: Page<Lead>): Lead => page.data[0];',
    code: "TS2322",
  },
  skipLibCheck: { program: "export declare const lead: Missing;", code: "TS2304" },
  types: { program: "export const key = process.env.KONEKTOR_API_KEY;", code: "TS2591" },
};
const programs = Object.fromEntries(
  Object.entries(OPTIONS).map(([option, { program }]) => [
    `${option}${option === "skipLibCheck" ? ".d.ts" : ".ts"}`,
    program,
  ]),
);

const { folder, compilers } = await project({ after }, { ...unaware, ...programs });

for (const { version, tsc } of compilers) {
  test(`TypeScript ${version} refuses each wrong line, and no other`, () => {
    const expected = Object.entries(USAGE).flatMap(([name, text]) =>
      text.split("\n").flatMap((line, index) => (line.includes(`// ${DIRECTIVE}`) ? [`${name}:${index + 2}`] : [])),
    );

    const errors = compile(folder, tsc, Object.keys(unaware), { ...STRICT, ...BUNDLER });

    assert.ok(expected.length > 40);
    assert.deepEqual([...new Set(errors.map(({ where }) => where))].sort(), expected.sort());
    // A name or a module that is not found would be an accident.
    const accidents = ["TS2304", "TS2305", "TS2307", "TS2724"];
    assert.deepEqual(
      errors.filter(({ code }) => accidents.includes(code)),
      [],
    );
  });

  test(`TypeScript ${version} is really as strict as it was told`, () => {
    const errors = compile(folder, tsc, Object.keys(programs), { ...STRICT, ...BUNDLER });

    assert.deepEqual(
      errors.map(({ where, code }) => [where.replace(/\..*/, ""), code]).sort(),
      Object.entries(OPTIONS)
        .map(([option, { code }]) => [option, code])
        .sort(),
    );
  });
}
