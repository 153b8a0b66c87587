// @ts-check
// What a form costs the landing page that it stands on: the page alone, with a form of HTML alone, with our widget, and with peers.
//   node page/bench.mjs [--rounds N]
// Prints tables; never fails on time.

import { readFile } from "node:fs/promises";
import { arch, availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { FakeEdge } from "../../tests/browser/fake-edge.mjs";
import { launch } from "../../tests/chromium.mjs";
import { compare } from "./compare.mjs";
import { report } from "./report.mjs";
import { sides } from "./sides.mjs";
import { serve } from "./site.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });

const edge = new FakeEdge();
const compared = await sides(await edge.start());
const browser = await launch();
const site = await serve(compared, await picture());
try {
  console.log(`${await circumstances()}\n`);
  const played = await compare(browser, compared, site.origin, Number(values.rounds));
  report(
    compared.map(({ name }) => name),
    played,
  );
} finally {
  site.stop();
  edge.stop();
  await browser.close();
}

/** The page's picture, as a photograph would be. */
async function picture() {
  const page = await browser.newPage({ viewport: { width: 1200, height: 675 } });
  const drawing = await readFile(new URL("site/roof.svg", import.meta.url), "utf8");
  await page.setContent(`<style>body { margin: 0 }</style>${drawing}`);
  const bytes = await page.screenshot({ type: "jpeg", quality: 80 });
  await page.close();
  return bytes;
}

/** What the figures depend on. */
async function circumstances() {
  const { dependencies } = JSON.parse(await readFile(new URL("peers/package.json", import.meta.url), "utf8"));
  const peers = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  const today = new Date().toISOString().slice(0, 10);
  return `${today}, ${availableParallelism()} cores (${arch()}). Chromium ${browser.version()}, Node ${process.version}, ${peers.join(", ")}.
\`cargo xtask bench page --rounds ${values.rounds}\`, medians of the rounds, and in brackets their range.`;
}
