// The outbox at work: takes what is due, oldest first and no faster than the pace, and takes each row a step further. What a step
// is and what its answer means is decided by the core.

import type { Found, Row, Settings, Settled } from "../../wasm/edge/konektor_edge.js";
import type { Api } from "./api.js";
import { type Ask, ready } from "./core.js";
import { log, nameOf } from "./log.js";
import type { Pacer } from "./pacer.js";
import type { OutboxStorage, OutboxTime } from "./platform.js";
import type { Entry, Rows } from "./rows.js";

/** How long one shift lasts before it lets the next alarm go on. */
const SHIFT = 20_000;
/** A wait shorter than this is waited out; a longer one is the alarm's. */
const NAP = 1_000;
/** How long a row rests that nobody could decide about. */
const ASIDE = 15 * 60_000;
/** From so many look-ups on, reading the latest leads may save requests. */
const BATCH_FROM = 3;
const BATCH_LIMIT = 200;
/** The API's clock may be a little behind. */
const SKEW = 10_000;

/** What deliveries work with. */
export interface Tools {
  /** The rows. */
  readonly rows: Rows;
  /** Times. */
  readonly settings: Settings;
  /** The rate. */
  readonly pacer: Pacer;
  /** The clock. */
  readonly time: OutboxTime;
  /** The disk. */
  readonly storage: OutboxStorage;
}

/** A step that is due, and the rows that it is for. */
interface Step {
  readonly entries: readonly Entry[];
  readonly work: (ask: Ask, server: Api) => Promise<void>;
}

/** Deliveries of one outbox. */
export class Deliveries {
  readonly #tools: Tools;
  /** Rows that a step is under way for. */
  readonly #busy = new Set<number>();
  /** Rows that a batch did not find: only a search for the code can say that a lead is not there. */
  readonly #missed = new Set<number>();
  /** More, after a batch that saved nothing. */
  #batchFrom = BATCH_FROM;
  #wake = () => {};

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Works until nothing is due, nothing may be sent, or the shift is over; answers when the next request may begin. */
  async work(server: Api): Promise<number> {
    const { time, pacer } = this.#tools;
    const steps = new Set<Promise<void>>();
    const end = time.now() + SHIFT;
    try {
      while (time.now() < end) {
        const permit = await pacer.permit(steps.size);
        const step = this.#next();
        if (step && permit.type === "now") {
          const running: Promise<void> = this.#take(step, server).finally(() => steps.delete(running));
          steps.add(running);
        } else if (steps.size > 0) {
          await Promise.race([...steps, this.#woken()]);
        } else if (step && permit.type === "at" && permit.time - time.now() < NAP) {
          await new Promise((done) => setTimeout(done, Math.max(1, permit.time - time.now())));
        } else {
          return permit.type === "at" ? permit.time : 0;
        }
      }
      return 0;
    } finally {
      // Whoever finds a row `sending` later takes its sender for dead.
      await Promise.all(steps);
    }
  }

  /** There is more to do than there was a moment ago. */
  wake(): void {
    this.#wake();
  }

  #woken(): Promise<void> {
    return new Promise((done) => {
      this.#wake = done;
    });
  }

  /** The next step, if anything is due. */
  #next(): Step | undefined {
    const { rows, time } = this.#tools;
    const now = time.now();
    const stoppedUntil = rows.workspace()?.outbox.stoppedUntil ?? 0;
    if (stoppedUntil > now) return undefined;
    const due = rows.oldestDue(now, stoppedUntil, this.#busy);
    if (!due) {
      const audit = rows.auditDue(now, this.#busy);
      return audit && { entries: [audit], work: (_, server) => this.#audit(server, audit) };
    }
    if (due.row.state === "unknown" && !this.#missed.has(due.seq)) {
      const doubts = rows.doubtsDue(now, new Set([...this.#busy, ...this.#missed]), BATCH_LIMIT);
      if (doubts.length >= this.#batchFrom) {
        return { entries: doubts, work: (ask, server) => this.#batch(ask, server, doubts) };
      }
    }
    return { entries: [due], work: (ask, server) => this.#attempt(ask, server, due.seq) };
  }

  async #take({ entries, work }: Step, server: Api): Promise<void> {
    for (const { seq } of entries) this.#busy.add(seq);
    try {
      await work(await ready(), server);
    } catch (error) {
      const now = this.#tools.time.now();
      for (const { seq, form, uniqueCode } of entries) {
        log("row failed", { form, uniqueCode, error: nameOf(error) });
        // One that cannot be decided about must not keep the others waiting.
        this.#tools.rows.setAside(seq, now + ASIDE, now);
      }
    } finally {
      for (const { seq } of entries) this.#busy.delete(seq);
    }
  }

  /** Sends a row or looks it up. */
  async #attempt(ask: Ask, server: Api, seq: number): Promise<void> {
    const { rows, settings, time, storage } = this.#tools;
    const found = rows.bySeq(seq);
    if (!found) return;
    const { uniqueCode, id, lead } = found;
    const { row, effect } = ask(({ begin }) => begin(found.row, outboxOf(rows, ask), time.now()));
    if (effect.type === "post") {
      rows.update(seq, row, time.now());
      // On disk before it is on the wire.
      await storage.sync();
      const answer = await server.create(lead ?? "{}", uniqueCode);
      await this.#settle(seq, effect.type, (ask, row, now) =>
        ask(({ posted }) => posted(row, outboxOf(rows, ask), answer, now, settings)),
      );
    } else if (effect.type === "lookUp") {
      const lookup = await server.lookUp(
        uniqueCode,
        ask(({ externalRef }) => externalRef(id)),
      );
      this.#missed.delete(seq);
      await this.#settle(seq, effect.type, (ask, row, now) =>
        ask(({ lookedUp }) => lookedUp(row, outboxOf(rows, ask), lookup, now, settings)),
      );
    } else if (row.state !== found.row.state) {
      rows.update(seq, row, time.now());
    }
  }

  /** Reads the latest leads instead of searching for each row's. */
  async #batch(ask: Ask, server: Api, doubts: readonly Entry[]): Promise<void> {
    const { rows, settings, pacer } = this.#tools;
    const sent = doubts.map(({ row, createdAt }) => row.firstSentAt ?? createdAt);
    const present = (all: readonly Found[], { uniqueCode, id }: Entry) => {
      const leads = all.filter((lead) => lead.uniqueCode === uniqueCode);
      return ask((rules) => rules.judgeLookup({ leads, complete: false }, uniqueCode, rules.externalRef(id)));
    };
    const since = await server.since(Math.min(...sent) - SKEW, async (leads, pages) => {
      const missing = doubts.filter((entry) => present(leads, entry).type !== "present").length;
      // Another page is worth its request while it may find two.
      return missing > 1 && pages < doubts.length / 2 && (await pacer.permit(0)).type === "now";
    });
    if (since.type === "failed") {
      const [oldest] = doubts;
      if (oldest) {
        await this.#settle(oldest.seq, "lookUp", (ask, row, now) =>
          ask(({ lookedUp }) => lookedUp(row, outboxOf(rows, ask), since, now, settings)),
        );
      }
      return;
    }
    let found = 0;
    for (const entry of doubts) {
      const lookup = present(since.leads, entry);
      if (lookup.type === "present") {
        found += 1;
        await this.#settle(entry.seq, "lookUp", (ask, row, now) =>
          ask(({ lookedUp }) => lookedUp(row, outboxOf(rows, ask), lookup, now, settings)),
        );
      } else {
        this.#missed.add(entry.seq);
      }
    }
    log("batch", { doubts: doubts.length, pages: since.pages, found });
    this.#batchFrom = found > since.pages ? BATCH_FROM : this.#batchFrom * 2;
  }

  /** Looks for other leads of a delivered row. */
  async #audit(server: Api, { seq, form, uniqueCode }: Entry): Promise<void> {
    const { rows, time } = this.#tools;
    const audit = await server.audit(uniqueCode);
    const ask = await ready();
    const current = rows.bySeq(seq);
    if (!current) return;
    const now = time.now();
    const settled = ask(({ audited }) => audited(current.row, outboxOf(rows, ask), audit, uniqueCode, now));
    rows.audited(seq, settled.row, settled.outbox, now);
    if (settled.row.twins.length > 0) log("twins", { form, uniqueCode, twins: settled.row.twins.length });
  }

  /** A row may have been erased while its request was on its way: what is settled is the row as it is now. */
  async #settle(seq: number, effect: string, decide: Decide): Promise<void> {
    const { rows, time } = this.#tools;
    // Not the one of before the request: another row may have made it trap meanwhile.
    const ask = await ready();
    const current = rows.bySeq(seq);
    if (!current) return;
    const now = time.now();
    const settled = decide(ask, current.row, now);
    rows.settle(seq, settled.row, settled.outbox, now);
    const { form, uniqueCode } = current;
    const { state, attempts, reason } = settled.row;
    log(state, { form, uniqueCode, effect, attempts, reason, stopped: settled.outbox.reason });
  }
}

type Decide = (ask: Ask, row: Row, now: number) => Settled;

function outboxOf(rows: Rows, ask: Ask) {
  return rows.workspace()?.outbox ?? ask(({ newOutbox }) => newOutbox());
}
