// @ts-check
// The Worker with a clock that tests can set: `POST /__test/clock {advanceMs}` moves the outbox's time and its alarm, `/__test/alarm`
// rings it, `/__test/rows` shows the table, `/__test/fill {count}` copies its first row. The clock is on disk, since a power cut does not turn time back.

import worker, { LeadOutbox as Outbox } from "../../edge/src/index.js";

/** The outbox of a workspace, and a door to it. */
export class LeadOutbox extends Outbox {
  #clock;
  #storage;

  constructor(/** @type {any} */ state, /** @type {object} */ env) {
    const clock = new Clock(state.storage);
    super(state, env, clock);
    this.#clock = clock;
    this.#storage = state.storage;
  }

  /** @override @param {Request} request */
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/__test/")) return super.fetch(request);
    const { advanceMs = 0, count = 0 } = /** @type {{ advanceMs?: number, count?: number }} */ (await request.json());
    if (pathname === "/__test/clock") await this.#clock.advance(advanceMs);
    if (pathname === "/__test/alarm") await this.alarm();
    if (pathname === "/__test/fill") {
      this.#fill(count);
      return Response.json({ now: this.#clock.now(), rows: [] });
    }
    const rows = this.#storage.sql.exec("SELECT * FROM submissions ORDER BY seq").toArray();
    return Response.json({ now: this.#clock.now(), rows });
  }

  #fill(/** @type {number} */ count) {
    this.#storage.sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO submissions (form, id, unique_code, content_mac, plain, lead, created_at, changed_at, state, due_at, attempts,
          doubtful, taken, reason)
        SELECT form, 'copy-' || i, printf('KNK-abc123-%010d', i), content_mac, plain, lead, created_at, changed_at, state, due_at,
          attempts, doubtful, taken, reason FROM n, (SELECT * FROM submissions ORDER BY seq LIMIT 1)`,
      count,
    );
  }
}

class Clock {
  #storage;

  constructor(/** @type {any} */ storage) {
    this.#storage = storage;
    storage.sql.exec("CREATE TABLE IF NOT EXISTS test_clock (one INTEGER PRIMARY KEY, ahead INTEGER, alarm INTEGER)");
    storage.sql.exec("INSERT OR IGNORE INTO test_clock VALUES (1, 0, NULL)");
  }

  get #state() {
    return this.#storage.sql.exec("SELECT ahead, alarm FROM test_clock").one();
  }

  now() {
    return Date.now() + this.#state.ahead;
  }

  async setAlarm(/** @type {number} */ at) {
    this.#storage.sql.exec("UPDATE test_clock SET alarm = ?", at);
    await this.#storage.setAlarm(Math.max(Date.now(), at - this.#state.ahead));
  }

  async deleteAlarm() {
    this.#storage.sql.exec("UPDATE test_clock SET alarm = NULL");
    await this.#storage.deleteAlarm();
  }

  async advance(/** @type {number} */ ms) {
    this.#storage.sql.exec("UPDATE test_clock SET ahead = ahead + ?", ms);
    const { alarm } = this.#state;
    if (alarm !== null) await this.setAlarm(alarm);
  }
}

export default {
  fetch(/** @type {Request} */ request, /** @type {any} */ env) {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.startsWith("/__test/")) return worker.fetch(request, env);
    return env.OUTBOX.get(env.OUTBOX.idFromName(searchParams.get("workspace") ?? "KNK-abc123")).fetch(request);
  },
};
