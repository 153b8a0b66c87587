// @ts-check
// The parts of a soak and what can be done to them: power cuts, pauses, other keys, another time, bad weather.

import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort, knob, startEdge, startSandbox, until } from "../../edge/parts.mjs";
import { counts, held, pass } from "../door.mjs";
import { DISTANCE, SETTLE_SECONDS } from "./weather.mjs";

/** What the edge tells in its log that must never be. */
const ALARMS = ["INTERNAL_PANIC", '"event":"twins"', '"event":"outbox failed"', '"event":"row failed"'];

/** Sandbox and edge, started and started again. */
export class Stage {
  /** @type {import("../../edge/parts.mjs").Part | undefined} */
  #sandbox;
  /** @type {import("../../edge/parts.mjs").Part | undefined} */
  #edge;
  #folder;
  #forms;
  #seed;
  #ports;
  #keys = 1;
  /** The edge's clock before ours, in milliseconds. */
  #ahead = 0;
  /** @type {import("./weather.mjs").Weather[]} */
  #weather = [];
  /** What edges told that are gone. @type {string[]} */
  #alarms = [];

  /** @param {string} folder @param {object} forms @param {number} seed @param {{ sandbox: number, edge: number }} ports */
  constructor(folder, forms, seed, ports) {
    this.#folder = folder;
    this.#forms = forms;
    this.#seed = seed;
    this.#ports = ports;
  }

  /** @param {string} folder @param {object} forms @param {number} seed */
  static async start(folder, forms, seed) {
    const stage = new Stage(folder, forms, seed, { sandbox: await freePort(), edge: await freePort() });
    await stage.#sandboxUp();
    await stage.#edgeUp();
    return stage;
  }

  get edge() {
    return `http://127.0.0.1:${this.#ports.edge}`;
  }

  get #api() {
    return `http://127.0.0.1:${this.#ports.sandbox}`;
  }

  get #key() {
    return `knk_soak_${this.#keys}`;
  }

  async #sandboxUp() {
    const [port, seed] = [this.#ports.sandbox, this.#seed].map(String);
    const file = join(this.#folder, "leads.db");
    this.#sandbox = await startSandbox("--port", port ?? "", "--db", file, "--seed", seed ?? "", "--key", this.#key);
    await this.#rain();
  }

  async #edgeUp() {
    this.#edge = await startEdge({
      persist: this.#folder,
      api: this.#api,
      port: this.#ports.edge,
      forms: this.#forms,
      settleSeconds: SETTLE_SECONDS,
      settings: { KONEKTOR_API_KEY: this.#key },
      entry: "tests/faults/door-worker.mjs",
    });
  }

  /** The sandbox does from now on what the weather says. */
  async #rain(weather = this.#weather) {
    await knob(this.#api, "faults", undefined, "DELETE");
    for (const fault of [...weather.flatMap(({ faults }) => faults), ...DISTANCE])
      await knob(this.#api, "faults", fault);
    const settings = Object.assign({ leadsPerDay: null }, ...weather.map(({ settings }) => settings));
    await knob(this.#api, "settings", settings, "PATCH");
    await knob(this.#api, "keys", { key: this.#key });
    if (weather.some(({ revoked }) => revoked)) await knob(this.#api, "keys/revoke", { key: this.#key });
  }

  /** Changes the weather; a key that was refused is replaced, here and there. @param {import("./weather.mjs").Weather[]} weather */
  async change(weather) {
    if (this.#weather.some(({ revoked }) => revoked)) {
      this.#keys += 1;
      await this.restartEdge();
    }
    this.#weather = weather;
    await this.#rain();
  }

  async crashEdge(/** @type {number} */ ms) {
    await this.#edge?.crash();
    await wait(ms);
    await this.#newEdge();
  }

  /** The API has requests in hand that it answers to nobody. */
  async crashMidway(/** @type {number} */ ms) {
    this.#sandbox?.child.kill("SIGSTOP");
    await wait(300);
    await this.#edge?.crash();
    this.#sandbox?.child.kill("SIGCONT");
    await wait(ms);
    await this.#newEdge();
  }

  async restartEdge() {
    await this.#edge?.stop();
    await this.#newEdge();
  }

  async #newEdge() {
    this.#alarms = this.alarms();
    await this.#edgeUp();
  }

  async crashSandbox(/** @type {number} */ ms) {
    await this.#sandbox?.crash();
    await wait(ms);
    await this.#sandboxUp();
  }

  async freezeSandbox(/** @type {number} */ ms) {
    this.#sandbox?.child.kill("SIGSTOP");
    await wait(ms);
    this.#sandbox?.child.kill("SIGCONT");
  }

  /** Sets the edge's clock, in good weather, as soon as no settle time runs. */
  async pass(/** @type {number} */ ms) {
    await this.#rain([]);
    this.#ahead += ms;
    await until(() => pass(this.edge, this.#ahead, SETTLE_SECONDS * 1000), "no settle time to run", 60);
    await this.#rain();
  }

  /** How many submissions stand where. */
  counts() {
    return counts(this.edge);
  }

  /** The codes that wait for a person. */
  held() {
    return held(this.edge);
  }

  /** How many leads there are. @returns {Promise<number>} */
  async total() {
    return (await knob(this.#api, "leads?limit=1")).total;
  }

  /** All leads, a page at a time. */
  async *leads() {
    for (let after = 0; ; ) {
      const { leads } = await knob(this.#api, `leads?limit=1000&after=${after}`);
      if (leads.length === 0) return;
      yield* leads;
      after = leads.at(-1).seq;
    }
  }

  /** Lines of the edge's log that must not be. */
  alarms() {
    const lines = (this.#edge?.log ?? "").split("\n").filter((line) => ALARMS.some((alarm) => line.includes(alarm)));
    return [...this.#alarms, ...lines];
  }

  async stop() {
    await this.#edge?.stop();
    await this.#sandbox?.stop();
  }
}
