// The Durable Object that keeps submissions until they are leads: one for each workspace, one writer, woken by its alarm. What
// to do with a row is decided by the core's state machine; here it is stored, then done.

import type { Settings } from "../../wasm/edge/konektor_edge.js";
import { type Api, api } from "./api.js";
import { core } from "./core.js";
import { log, nameOf } from "./log.js";
import type { OutboxState } from "./platform.js";
import { type Entry, Rows } from "./rows.js";
import type { Stored, Submitted } from "./stored.js";
import { Visitors } from "./visitors.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Identical plain posts within this time are one submission. */
const SAME_POST = 10 * MINUTE;
/** Delivered submissions lose their personal data after this time. */
const ERASE_AFTER = 7 * DAY;
/** Receipts outlive every browser's queue, which is 30 days. */
const FORGET_AFTER = 60 * DAY;
/** How long one alarm works before it lets the next one go on. */
const SHIFT = 20_000;
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
  readonly #rows: Rows;
  readonly #settings: Settings;
  readonly #visitors = new Visitors();
  #atWork = false;

  /** Called by the platform. */
  constructor(state: OutboxState, env: object) {
    this.#state = state;
    this.#env = env as Env;
    this.#rows = new Rows(state.storage);
    const seconds = Number(this.#env.KONEKTOR_SETTLE_SECONDS ?? 60);
    this.#settings = { settleMs: Math.round((seconds >= 1 ? seconds : 60) * 1000) };
    log("started", this.#rows.counts());
    // A row found `sending` is due at once, so whatever a dead process left is recovered right after start-up.
    state.blockConcurrencyWhile(() => this.#arm());
  }

  /** Keeps a submission; called by the intake. */
  async fetch(request: Request): Promise<Response> {
    const submitted = (await request.json()) as Submitted;
    const now = Date.now();
    const row = await core(({ newRow }) => newRow(submitted.suspect, now));
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
      await this.#state.storage.setAlarm(Date.now() + SAFETY);
      await this.#recover();
      await this.#deliver();
      this.#clean();
      pause = 0;
    } catch (error) {
      log("outbox failed", { error: nameOf(error) });
    }
    this.#atWork = false;
    await this.#arm(pause);
  }

  #keep(submitted: Submitted, row: Entry["row"], now: number): Stored {
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
    this.#rows.setKeyBinding(submitted.keyBinding);
    this.#rows.insert({ form, id, uniqueCode, contentMac, lead, row }, plain, now);
    log(suspect ? "held" : "accepted", { form, uniqueCode });
    return { type: "receipt", receipt: { id, uniqueCode } };
  }

  /** Nothing is on its way while nobody is at work: what a dead process sent may or may not have arrived. */
  async #recover(): Promise<void> {
    const now = Date.now();
    for (const { seq, row } of this.#rows.inState("sending")) {
      this.#rows.update(seq, await core(({ recover }) => recover(row, now, this.#settings)), now);
    }
  }

  async #deliver(): Promise<void> {
    const workspace = this.#rows.workspace();
    if (!workspace) return;
    const { settleMs } = this.#settings;
    const server = api({
      apiKey: this.#text(workspace.keyBinding),
      baseUrl: this.#text("KONEKTOR_BASE_URL"),
      timeoutMs: Math.min(LONGEST_REQUEST, Math.floor(settleMs / 2)),
    });
    const end = Date.now() + SHIFT;
    while (Date.now() < end) {
      const due = this.#rows.oldestDue(Date.now());
      if (!due || !(await this.#attempt(due, server))) return;
    }
  }

  /** Takes one row a step further; false when the outbox is stopped. */
  async #attempt({ seq, form, id, uniqueCode, lead, row: before }: Entry, server: Api): Promise<boolean> {
    const { outbox } = this.#rows.workspace() ?? { outbox: await core(({ newOutbox }) => newOutbox()) };
    const { row, effect } = await core(({ begin }) => begin(before, outbox, Date.now()));
    if (effect.type !== "post" && effect.type !== "lookUp") return false;
    const settings = this.#settings;
    let settled: { row: Entry["row"]; outbox: typeof outbox };
    if (effect.type === "post") {
      this.#rows.update(seq, row, Date.now());
      // On disk before it is on the wire.
      await this.#state.storage.sync();
      const answer = await server.create(lead ?? "{}", uniqueCode);
      settled = await core(({ posted }) => posted(row, outbox, answer, Date.now(), settings));
    } else {
      const reference = await core(({ externalRef }) => externalRef(id));
      const lookup = await server.lookUp(uniqueCode, reference);
      settled = await core(({ lookedUp }) => lookedUp(row, outbox, lookup, Date.now(), settings));
    }
    this.#rows.settle(seq, settled.row, settled.outbox, Date.now());
    const { state, attempts, reason } = settled.row;
    log(state, { form, uniqueCode, effect: effect.type, attempts, reason, stopped: settled.outbox.reason });
    return true;
  }

  #clean(): void {
    const now = Date.now();
    this.#rows.erase(now - ERASE_AFTER);
    this.#rows.forget(now - FORGET_AFTER);
  }

  /** The alarm rings when there is something to do: deliver, erase, forget. */
  async #arm(pause = 0): Promise<void> {
    if (this.#atWork) return;
    const now = Date.now() + pause;
    const due = this.#rows.nextDue();
    const stopped = this.#rows.workspace()?.outbox.stoppedUntil ?? 0;
    const delivered = this.#rows.firstDelivered();
    const times = [
      ...(due === undefined ? [] : [Math.max(due, stopped, now)]),
      ...(delivered === undefined ? [] : [Math.max(delivered + ERASE_AFTER, now + DAY)]),
    ];
    if (times.length > 0) await this.#state.storage.setAlarm(Math.min(...times));
    else await this.#state.storage.deleteAlarm();
  }

  #text(name: string): string | undefined {
    const value = this.#env[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }
}
