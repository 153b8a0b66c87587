// The Durable Object that keeps submissions until they are leads: one for each workspace, one writer, woken by its alarm. What
// to do with a row is decided by the core's state machine; here it is stored, then done.

import type { Settings } from "../../wasm/edge/konektor_edge.js";
import { api } from "./api.js";
import { core, ready } from "./core.js";
import { Deliveries } from "./deliveries.js";
import { log, nameOf } from "./log.js";
import { Pacer } from "./pacer.js";
import type { OutboxState, OutboxTime } from "./platform.js";
import { Rows } from "./rows.js";
import type { Stored, Submitted } from "./stored.js";
import { sweep } from "./sweep.js";
import { platformTime } from "./time.js";
import { Visitors } from "./visitors.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Identical plain posts within this time are one submission. */
const SAME_POST = 10 * MINUTE;
/** If a shift is lost with its process, the next one begins then, or as soon as there is a process again. */
const SAFETY = 2_000;
/** How long an outbox rests that failed inside. */
const AFTER_FAILURE = 5_000;
/** The longest that one request to the API may take. */
const LONGEST_REQUEST = 10_000;

/** The environment as the outbox reads it. */
type Env = Readonly<Record<string, unknown>>;

/**
 * Keeps acknowledged submissions of a workspace and delivers each of them as one lead. Bind it as `OUTBOX`, with SQLite.
 */
export class LeadOutbox {
  readonly #state: OutboxState;
  readonly #env: Env;
  readonly #time: OutboxTime;
  readonly #rows: Rows;
  readonly #settings: Settings;
  readonly #pacer: Pacer;
  readonly #deliveries: Deliveries;
  readonly #visitors = new Visitors();
  #atWork = false;
  /** Not before this time, whatever is due: the minute's requests are spent. */
  #resumeAt = 0;

  /** Called by the platform, which passes no `time`: that is for tests in which days and years pass. */
  constructor(state: OutboxState, env: object, time: OutboxTime = platformTime(state.storage)) {
    this.#state = state;
    this.#env = env as Env;
    this.#time = time;
    this.#rows = new Rows(state.storage);
    this.#pacer = new Pacer(() => time.now());
    const seconds = Number(this.#env.KONEKTOR_SETTLE_SECONDS ?? 60);
    this.#settings = { settleMs: Math.round((seconds >= 1 ? seconds : 60) * 1000) };
    const [rows, settings, pacer] = [this.#rows, this.#settings, this.#pacer];
    this.#deliveries = new Deliveries({ rows, settings, pacer, time, storage: state.storage });
    log("started", this.#rows.counts());
    // A row found `sending` is due at once, so whatever a dead process left is recovered right after start-up.
    state.blockConcurrencyWhile(() => {
      this.#rows.rebase(time.now());
      return this.#arm();
    });
  }

  /** Keeps a submission; called by the intake. */
  async fetch(request: Request): Promise<Response> {
    const submitted = (await request.json()) as Submitted;
    const ask = await ready();
    const now = this.#time.now();
    const { suspect, reason } = submitted;
    const row = ask(({ newRow }) => newRow(suspect ? (reason ?? "SUSPECT") : undefined, now));
    const stored = this.#state.storage.transactionSync(() => this.#keep(submitted, row, now));
    // An alarm that rings in vain costs nothing; one that is missing costs a lead.
    if (stored.type === "receipt") await this.#arm();
    await this.#state.storage.sync();
    return Response.json(stored);
  }

  /** Delivers what is due; called by the platform. */
  async alarm(): Promise<void> {
    if (this.#atWork) return;
    this.#atWork = true;
    let pause = AFTER_FAILURE;
    // Alarms that throw are dropped after seven times, so nothing gets out of here.
    try {
      await this.#time.setAlarm(this.#time.now() + SAFETY);
      this.#rows.rebase(this.#time.now());
      await this.#recover();
      this.#resumeAt = await this.#deliver();
      await sweep(this.#rows, this.#time.now());
      // The clock may have been set meanwhile; an alarm that was set by the old one might ring in a year.
      this.#rows.rebase(this.#time.now());
      pause = 0;
    } catch (error) {
      log("outbox failed", { error: nameOf(error) });
    }
    this.#atWork = false;
    await this.#arm(pause);
  }

  #keep(submitted: Submitted, row: Parameters<Rows["insert"]>[0]["row"], now: number): Stored {
    const { form, id, plain, contentMac, uniqueCodes, lead, suspect, limits, visitor } = submitted;
    const known =
      this.#rows.byId(form, id) ?? (plain ? this.#rows.byContent(form, contentMac, now - SAME_POST) : undefined);
    if (known) {
      if (known.contentMac !== contentMac) return { type: "conflict" };
      return { type: "receipt", receipt: { id: known.id, uniqueCode: known.uniqueCode } };
    }
    if (visitor !== undefined && !this.#visitors.admit(`${form}|${visitor}`, limits.perMinute, now))
      return { type: "tooMany" };
    if (suspect) {
      const { count, bytes } = this.#rows.held(form);
      if (count >= limits.held || bytes + lead.length > limits.heldBytes) return { type: "tooMany" };
    }
    const uniqueCode = uniqueCodes.find((code) => !this.#rows.hasCode(code));
    if (uniqueCode === undefined) throw new Error("every code is taken");
    this.#rows.setKeyBinding(submitted.keyBinding, now);
    this.#rows.insert({ form, id, uniqueCode, contentMac, lead, row }, plain, now);
    log(row.state, { form, uniqueCode, reason: row.reason, score: submitted.score });
    return { type: "receipt", receipt: { id, uniqueCode } };
  }

  /** Nothing is on its way while nobody is at work: what a dead process sent may or may not have arrived. */
  async #recover(): Promise<void> {
    const now = this.#time.now();
    for (const { seq, row } of this.#rows.inState("sending")) {
      try {
        this.#rows.update(seq, await core(({ recover }) => recover(row, now, this.#settings)), now);
      } catch (error) {
        log("row failed", { seq, error: nameOf(error) });
        this.#rows.setAside(seq, now + this.#settings.settleMs, now);
      }
    }
  }

  /** Answers when the next request may begin. */
  async #deliver(): Promise<number> {
    const workspace = this.#rows.workspace();
    if (!workspace) return 0;
    const { settleMs } = this.#settings;
    const server = api({
      apiKey: this.#text(workspace.keyBinding),
      baseUrl: this.#text("KONEKTOR_BASE_URL"),
      timeoutMs: Math.min(LONGEST_REQUEST, Math.floor(settleMs / 2)),
      fetch: this.#pacer.fetch,
    });
    return this.#deliveries.work(server);
  }

  /** The alarm rings when there is something to do: deliver, audit, erase, forget. */
  async #arm(pause = 0): Promise<void> {
    if (this.#atWork) return;
    const now = this.#time.now();
    const workspace = this.#rows.workspace();
    const due = [this.#rows.nextDue(), this.#rows.nextAudit()].filter((time) => time !== undefined);
    const stopped = workspace?.outbox.stoppedUntil ?? 0;
    const times = due.map((time) => Math.max(time, stopped, Math.min(this.#resumeAt, now + MINUTE), now + pause));
    if (workspace && this.#rows.ages()) times.push(Math.max(workspace.sweptAt + DAY, now + pause));
    if (times.length > 0) await this.#time.setAlarm(Math.min(...times));
    else await this.#time.deleteAlarm();
  }

  #text(name: string): string | undefined {
    const value = this.#env[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }
}
