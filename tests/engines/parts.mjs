// @ts-check
// What journeys meet: the site before the fake edge, which answers what a journey wants, or before the real one and the sandbox.

import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { FakeEdge } from "../browser/fake-edge.mjs";
import { folder, formsFile, freePort, startEdge, startSandbox, until } from "../edge/parts.mjs";
import { Site } from "./site.mjs";

/** The site before an edge that answers what the test wants, for one journey. @param {import("node:test").TestContext} t */
export async function beforeFakeEdge(t) {
  const edge = new FakeEdge();
  const address = await edge.start();
  t.after(() => edge.stop());
  const site = await (await new Site().listen(t)).show(t, address);
  return { edge, site };
}

/** The site before the real edge and the sandbox, for all journeys of a file. */
export class RealParts {
  site = new Site();
  /** @type {(() => unknown)[]} */
  #endings = [];
  #suite = { after: (/** @type {() => unknown} */ end) => void this.#endings.push(end) };
  /** @type {import("../edge/parts.mjs").Part | undefined} */
  #sandbox;
  /** @type {import("../edge/parts.mjs").Part | undefined} */
  #edge;
  /** @type {Parameters<typeof startEdge>[0] | undefined} */
  #settings;

  constructor() {
    before(async () => {
      await this.site.listen(this.#suite);
      this.#sandbox = await startSandbox();
      this.#settings = {
        persist: folder(this.#suite),
        api: this.#sandbox.address,
        port: await freePort(),
        forms: formsFile({ origins: [this.site.address] }),
        assets: fileURLToPath(new URL("../../www/dist", import.meta.url)),
      };
      await this.edgeComes();
      await this.site.show(this.#suite, this.#edge?.address ?? "");
    });
    after(async () => {
      await this.edgeGoes();
      await this.#sandbox?.stop();
      for (const end of this.#endings.reverse()) await end();
    });
  }

  /** Starts the edge, at the address that it had before. */
  async edgeComes() {
    if (this.#settings) this.#edge = await startEdge(this.#settings);
  }

  /** Ends the edge: connections to it are refused. */
  async edgeGoes() {
    await this.#edge?.stop();
  }

  /** What the Agent API finds, once it finds something. @param {string} search @param {number} [seconds] @returns {Promise<any[]>} */
  found(search, seconds) {
    return until(
      async () => {
        const url = `${this.#sandbox?.address}/api/v2/agent/leads?search=${encodeURIComponent(search)}`;
        const response = await fetch(url, { headers: { authorization: "Bearer knk_sandbox" } });
        const { data } = /** @type {any} */ (await response.json());
        return data.length > 0 && data;
      },
      `a lead that is found by ${search}`,
      seconds,
    );
  }
}
