// @ts-check
// The timed Worker with a door: one may ask how many submissions stand where, let a held one go as a person would, and spoil or mend a
// row on disk. Its clock is not set while a settle time runs: that would be a lead shown too late, which the guarantee excludes.

import worker, { LeadOutbox as Timed } from "../edge/timed.mjs";

/** The outbox of a workspace, and a door to it. */
export class LeadOutbox extends Timed {
  #sql;

  constructor(/** @type {any} */ state, /** @type {object} */ env) {
    super(state, env);
    this.#sql = state.storage.sql;
  }

  /** @override @param {Request} request */
  async fetch(request) {
    switch (new URL(request.url).pathname) {
      case "/__test/counts":
        return Response.json(this.#counts());
      case "/__test/held":
        return Response.json(
          this.#sql.exec("SELECT unique_code FROM submissions WHERE state = 'held'").raw().toArray(),
        );
      case "/__test/release":
        return Response.json(await this.#release(/** @type {any} */ (await request.json())));
      case "/__test/attempts":
        return Response.json(this.#setAttempts(/** @type {any} */ (await request.json())));
      case "/__test/pass":
        return Response.json(await this.#pass(/** @type {any} */ (await request.json())));
      default:
        return super.fetch(request);
    }
  }

  #now() {
    return Date.now() + this.#sql.exec("SELECT ahead FROM test_clock").one().ahead;
  }

  #counts() {
    const now = this.#now();
    const states = this.#sql.exec("SELECT state, count(*) AS count FROM submissions GROUP BY state").toArray();
    const { due, audit } = this.#sql
      .exec(
        "SELECT min(iif(state IN ('accepted', 'unknown'), due_at, NULL)) AS due, min(audit_at) AS audit FROM submissions",
      )
      .one();
    const [stopped] = this.#sql.exec("SELECT stopped_until AS until, reason FROM workspace").toArray();
    return {
      states: Object.fromEntries(states.map((/** @type {any} */ { state, count }) => [state, count])),
      restMs: Math.max(due ?? now, stopped?.until ?? now) - now,
      auditMs: audit === null ? null : audit - now,
      reason: stopped?.reason ?? null,
    };
  }

  #setAttempts(/** @type {{ id: string, attempts: number }} */ { id, attempts }) {
    this.#sql.exec("UPDATE submissions SET attempts = ? WHERE id = ?", attempts, id);
    return {};
  }

  async #release(/** @type {{ id: string }} */ { id }) {
    this.#sql.exec(
      "UPDATE submissions SET state = 'accepted', reason = 'RELEASED' WHERE id = ? AND state = 'held'",
      id,
    );
    await this.alarm();
    return {};
  }

  async #pass(/** @type {{ aheadMs: number, settleMs: number }} */ { aheadMs, settleMs }) {
    // Nothing is awaited between the look and the jump.
    const { ahead } = this.#sql.exec("SELECT ahead FROM test_clock").one();
    const { running } = this.#sql
      .exec(
        "SELECT count(*) AS running FROM submissions WHERE state = 'unknown' AND changed_at + ? > ?",
        settleMs,
        this.#now(),
      )
      .one();
    if (aheadMs > ahead && running > 0) return { passed: false };
    this.#sql.exec("UPDATE test_clock SET ahead = ?", aheadMs);
    await this.alarm();
    // Whoever was at work as the clock was set back has not seen it yet.
    const { early } = this.#sql
      .exec(
        "SELECT count(*) AS early FROM submissions WHERE state IN ('accepted', 'unknown', 'sending') AND changed_at > ?",
        this.#now(),
      )
      .one();
    return { passed: early === 0 };
  }
}

export default worker;
