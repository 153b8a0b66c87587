// @ts-check
// The Worker that stands still at a moment, so that a test can cut its power there. `STALL` says where; the log says when.

import worker, { LeadOutbox as Outbox } from "../../edge/src/index.js";

const forever = () => new Promise((done) => setTimeout(done, 60_000));

/** @param {object} env @param {string} moment */
async function at(env, moment) {
  if (/** @type {any} */ (env).STALL !== moment) return;
  console.log(`stalls ${moment}`);
  await forever();
}

/** The outbox, held where it is told to be. */
export class LeadOutbox extends Outbox {
  #env;

  constructor(/** @type {any} */ state, /** @type {object} */ env) {
    const { storage } = state;
    const isSending = () => storage.sql.exec("SELECT 1 FROM submissions WHERE state = 'sending'").toArray().length > 0;
    const held = {
      sql: storage.sql,
      transactionSync: (/** @type {() => any} */ work) => storage.transactionSync(work),
      setAlarm: (/** @type {number} */ time) => storage.setAlarm(time),
      deleteAlarm: () => storage.deleteAlarm(),
      async sync() {
        if (!isSending()) await at(env, "before the row is on disk");
        await storage.sync();
        if (isSending()) await at(env, "after it is marked as being sent");
      },
    };
    super({ storage: held, blockConcurrencyWhile: (work) => state.blockConcurrencyWhile(work) }, env);
    this.#env = env;
    this.#holdAnswers();
  }

  /** @override @param {Request} request */
  async fetch(request) {
    await at(this.#env, "before the row");
    const response = await super.fetch(request);
    await at(this.#env, "after the row, before the receipt");
    return response;
  }

  /** @override */
  async alarm() {
    await at(this.#env, "as the alarm rings");
    await super.alarm();
  }

  #holdAnswers() {
    const real = globalThis.fetch;
    const env = this.#env;
    globalThis.fetch = async (...request) => {
      const response = await real(...request);
      if (response.status === 201) await at(env, "after the API's 201");
      return response;
    };
  }
}

export default worker;
