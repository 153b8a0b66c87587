// The outbox's side of the admin API: reads for an operator, and carries out what one decides. What a decision makes of a row, and
// whether an outbox is well, is the core's matter; the caller wraps this in a transaction, arms the alarm and waits for the disk.

import type { State } from "../../../wasm/edge/konektor_edge.js";
import type { Ask } from "../core.js";
import { log } from "../log.js";
import type { Rows } from "../rows.js";
import type { Attempts } from "./attempts.js";
import type { Ledger } from "./ledger.js";
import type { Decided, Decision, Erased, Filter, HealthView, Operation } from "./operation.js";
import { countView, iso, leadIds, listed, view } from "./view.js";

/** Submissions that one decision moves at most. */
const AT_ONCE = 5_000;
/** Twins that the health answer names. */
const TWINS = 100;
/** Fewer digits of a phone find too many. */
const SHORTEST_PHONE = 3;
/** Only what waits for a person moves; what is on its way is nobody's to touch. */
const FROM: Readonly<Record<Decision, readonly State[]>> = {
  release: ["held"],
  redrive: ["parked"],
  reject: ["held", "parked"],
};

/** What an operation works with. */
export interface Tools {
  /** The rules. */
  readonly ask: Ask;
  /** The rows, to change. */
  readonly rows: Rows;
  /** The rows, to read. */
  readonly ledger: Ledger;
  /** Who sent wrong tokens. */
  readonly attempts: Attempts;
  /** Whether a secret is set. */
  readonly hasSecret: (name: string) => boolean;
  /** The time, in Unix milliseconds. */
  readonly now: number;
}

/** Carries out an operation; the answer is JSON. */
export function operate(asked: Operation, tools: Tools): unknown {
  switch (asked.operation) {
    case "attempt":
      return tools.attempts.admit(asked.address, asked.right, tools.now);
    case "health":
      return health(asked.keyBinding, tools);
    case "counts":
      return tools.ledger.counts(tools.now).map(countView);
    case "latest": {
      const digits = digitsIn(asked.filter, tools);
      const before = asked.before ?? Number.MAX_SAFE_INTEGER;
      return listed(tools.ledger.latest(asked.filter, digits, before, asked.limit), asked.limit);
    }
    case "export": {
      const digits = digitsIn(asked.filter, tools);
      return listed(tools.ledger.oldest(asked.filter, digits, asked.after, asked.limit), asked.limit);
    }
    case "find": {
      const found = tools.ledger.byCode(asked.uniqueCode);
      return found ? view(found) : null;
    }
    case "decide":
      return decide(asked.decision, asked.uniqueCodes, tools);
    case "erase":
      return erase(asked.phone, asked.email, tools);
  }
}

function health(keyBinding: string, { ask, rows, ledger, hasSecret, now }: Tools): HealthView {
  const outbox = rows.workspace()?.outbox ?? ask(({ newOutbox }) => newOutbox());
  const facts = { ...ledger.facts(), outbox, hasKey: hasSecret(keyBinding) };
  const { healthy, reasons } = ask((rules) => rules.health(facts, now));
  return {
    healthy,
    reasons: reasons.map(({ at, ...reason }) => ({ ...reason, ...(at !== undefined && { at: iso(at) }) })),
    waiting: facts.waiting,
    held: facts.held,
    parked: facts.parked,
    stoppedUntil: outbox.stoppedUntil > now ? iso(outbox.stoppedUntil) : null,
    twins: ledger.twins(TWINS).map((entry) => ({ uniqueCode: entry.uniqueCode, leadIds: leadIds(entry) })),
  };
}

function decide(decision: Decision, named: readonly string[] | "all", { ask, rows, ledger, now }: Tools): Decided {
  const from = FROM[decision];
  const all = named === "all" ? from.flatMap((state) => ledger.codesIn(state)) : named;
  const unchanged: { uniqueCode: string; state: State | null }[] = [];
  let changed = 0;
  for (const uniqueCode of all.slice(0, AT_ONCE)) {
    const found = ledger.byCode(uniqueCode);
    const rule = decision === "reject" ? "reject" : "release";
    const row =
      found && from.includes(found.row.state) ? ask((rules) => rules.decide(found.row, rule, now)) : undefined;
    if (found && row && row.state !== found.row.state) {
      rows.update(found.seq, row, now);
      log(row.state, { form: found.form, uniqueCode, reason: row.reason });
      changed += 1;
    } else {
      unchanged.push({ uniqueCode, state: found?.row.state ?? null });
    }
  }
  return { changed, unchanged, left: Math.max(0, all.length - AT_ONCE) };
}

function erase(phone: string | undefined, email: string | undefined, { ask, rows, ledger, now }: Tools): Erased {
  const found = ledger.ofPerson(phone?.replace("+", ""), email);
  const open: string[] = [];
  for (const { seq, row, uniqueCode } of found) {
    const erased = ask((rules) => rules.decide(row, "erase", now));
    rows.erase(seq, erased, now);
    if (erased.state === "sending" || erased.state === "unknown") open.push(uniqueCode);
  }
  return { erased: found.length, leadIds: found.flatMap(leadIds), open };
}

/** What a phone's digits are searched by, if the text may be a part of one. */
function digitsIn({ text }: Filter, { ask }: Tools): string | undefined {
  if (text === undefined || !/^[\d\s()+./-]+$/.test(text)) return undefined;
  const digits = (ask(({ normalisePhone }) => normalisePhone(text)) ?? text).replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= SHORTEST_PHONE ? digits : undefined;
}
