// Removes what is too old. The ages are the core's.

import { ready } from "./core.js";
import { log } from "./log.js";
import type { Rows } from "./rows.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Between two looks at the ages the alarm lets no more time pass than this. */
const LONGEST_GAP = 3 * DAY;
/** How many submissions one look lets expire. */
const AT_ONCE = 200;

/** Looks at the ages, not more often than each hour. */
export async function sweep(rows: Rows, now: number): Promise<void> {
  const { sweptAt } = rows.workspace() ?? {};
  if (sweptAt === undefined || (now >= sweptAt && now - sweptAt < HOUR)) return;
  // After so long nobody knows whether time has passed or somebody set the clock. Nothing is removed on such evidence: the next
  // look, a day later, finds the same ages if they are true.
  if (now >= sweptAt && now - sweptAt <= LONGEST_GAP) {
    const ask = await ready();
    const { deliveredMs, suspectMs, parkedMs, receiptMs } = ask(({ keeping }) => keeping());
    rows.eraseOld("delivered", now - deliveredMs);
    rows.eraseOld("rejected", now - suspectMs);
    for (const { seq, row, form, uniqueCode } of [
      ...rows.old("held", now - suspectMs, AT_ONCE),
      ...rows.old("parked", now - parkedMs, AT_ONCE),
    ]) {
      const expired = ask(({ decide }) => decide(row, "expire", now));
      rows.erase(seq, expired, now);
      log(expired.state, { form, uniqueCode, reason: expired.reason });
    }
    rows.forget(now - receiptMs);
  }
  rows.setSwept(now);
}
