// The Durable Object that keeps submissions until they are leads: one for each workspace, one writer, woken by its alarm. What
// to do with a row is decided by the core's state machine; here it is stored, then done.

import type { Settings } from "../../wasm/edge/konektor_edge.js";
import { Attempts } from "./admin/attempts.js";
import { Ledger } from "./admin/ledger.js";
import { operate } from "./admin/operate.js";
import type { Operation } from "./admin/operation.js";
import { api } from "./api.js";
import { type Ask, core, ready } from "./core.js";
import { Deliveries } from "./deliveries.js";
import { GroupCommit } from "./group-commit.js";
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
/** An alarm so long overdue may be lost. */
const LATE = 1_000;
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
  readonly #commits = new GroupCommit<Stored>(() => this.#commit());
  /** Submissions that have no answer yet. */
  #receiving = 0;
  readonly #attempts = new Attempts();
  #atWork = false;
  /** When the alarm rings, as far as this process has set it. */
  #alarmAt: number | undefined;
  /** The latest time that this process has seen at work. */
  #seenAt = Number.POSITIVE_INFINITY;
  /** Until when nothing was to be sent when it was set. */
  #restsUntil = 0;
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
      this.#rebase(time.now());
      return this.#arm();
    });
  }

  /** Keeps a submission, or does what an operator asks; called by the intake. */
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/operations") return this.#operate((await request.json()) as Operation);
    this.#receiving += 1;
    try {
      const submitted = (await request.json()) as Submitted;
      const ask = await ready();
      const keep = () => this.#state.storage.transactionSync(() => this.#keep(submitted, ask, this.#time.now()));
      return Response.json(await this.#commits.add(keep, this.#receiving === 1));
    } finally {
      this.#receiving -= 1;
    }
  }

  async #commit(): Promise<void> {
    if (!this.#ringsInTime(this.#time.now())) await this.#arm();
    await this.#state.storage.sync();
    this.#deliveries.wake();
  }

  /** Delivers what is due; called by the platform. */
  async alarm(): Promise<void> {
    if (this.#atWork) return;
    this.#atWork = true;
    this.#alarmAt = undefined;
    let pause = AFTER_FAILURE;
    // Alarms that throw are dropped after seven times, so nothing gets out of here.
    try {
      await this.#time.setAlarm(this.#time.now() + SAFETY);
      this.#rebase(this.#time.now());
      await this.#recover();
      this.#resumeAt = await this.#deliver();
      await sweep(this.#rows, this.#time.now());
      // The clock may have been set meanwhile; an alarm that was set by the old one might ring in a year.
      this.#rebase(this.#time.now());
      pause = 0;
    } catch (error) {
      log("outbox failed", { error: nameOf(error) });
    }
    this.#atWork = false;
    await this.#arm(pause);
  }

  async #operate(operation: Operation): Promise<Response> {
    const ask = await ready();
    const { storage } = this.#state;
    const answer = storage.transactionSync(() =>
      operate(operation, {
        ask,
        rows: this.#rows,
        ledger: new Ledger(storage.sql),
        attempts: this.#attempts,
        hasSecret: (name) => this.#text(name) !== undefined,
        now: this.#time.now(),
      }),
    );
    if (operation.operation === "decide" || operation.operation === "erase") {
      await this.#arm();
      await storage.sync();
    }
    return Response.json(answer);
  }

  #keep(submitted: Submitted, ask: Ask, now: number): Stored {
    const { form, id, plain, contentMac, uniqueCode, lead, reason, score, limits, visitor, challenge } = submitted;
    const known =
      this.#rows.byId(form, id) ?? (plain ? this.#rows.byContent(form, contentMac, now - SAME_POST) : undefined);
    if (known) {
      if (known.contentMac !== contentMac) return { type: "conflict" };
      return { type: "receipt", receipt: { id: known.id, uniqueCode: known.uniqueCode } };
    }
    if (visitor !== undefined && !this.#visitors.admit(`${form}|${visitor}`, limits.perMinute, now))
      return { type: "tooMany" };
    const replayed = challenge !== undefined && this.#rows.hasChallenge(challenge);
    if (submitted.suspect || replayed) {
      const { count, bytes } = this.#rows.held(form);
      if (count >= limits.held || bytes + lead.length > limits.heldBytes) return { type: "tooMany" };
    }
    if (this.#rows.hasCode(uniqueCode)) return { type: "codeTaken" };
    this.#rows.setKeyBinding(submitted.keyBinding, now);
    const suspicion = replayed
      ? ask((rules) => rules.replayed(reason))
      : submitted.suspect
        ? (reason ?? "SUSPECT")
        : undefined;
    const row = ask(({ newRow }) => newRow(suspicion, now));
    this.#rows.insert({ form, id, uniqueCode, contentMac, lead, row, plain, challenge }, now);
    log(row.state, { form, uniqueCode, reason: row.reason, score });
    return { type: "receipt", receipt: { id, uniqueCode } };
  }

  /** Whether the clock was set back is not known at first; later a look at all that waits is made only if it was. */
  #rebase(now: number): void {
    if (now < this.#seenAt) this.#rows.rebase(now);
    this.#seenAt = now;
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

  /** Whether the alarm is known to ring as soon as a new row may be sent. One that is late is not relied on. */
  #ringsInTime(now: number): boolean {
    const alarm = this.#alarmAt;
    return alarm !== undefined && alarm <= Math.max(now, this.#restsUntil) && now - alarm < LATE;
  }

  /** The alarm rings when there is something to do: deliver, audit, erase, forget. */
  async #arm(pause = 0): Promise<void> {
    if (this.#atWork) return;
    const now = this.#time.now();
    const workspace = this.#rows.workspace();
    const due = [this.#rows.nextDue(), this.#rows.nextAudit()].filter((time) => time !== undefined);
    const stopped = workspace?.outbox.stoppedUntil ?? 0;
    const rests = Math.max(stopped, Math.min(this.#resumeAt, now + MINUTE), now + pause);
    const times = due.map((time) => Math.max(time, rests));
    if (workspace && this.#rows.ages()) times.push(Math.max(workspace.sweptAt + DAY, now + pause));
    // An alarm that rings in vain costs nothing; one that is missing costs a lead. So it is not known before it is set.
    this.#alarmAt = undefined;
    if (times.length === 0) return this.#time.deleteAlarm();
    const alarm = Math.min(...times);
    await this.#time.setAlarm(alarm);
    this.#alarmAt = alarm;
    this.#restsUntil = rests;
  }

  #text(name: string): string | undefined {
    const value = this.#env[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }
}
