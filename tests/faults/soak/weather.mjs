// @ts-check
// What an API can do wrong without leaving the guarantee: whatever is carried out late, or shown late, is there before the settle
// time is over, counted from when the edge stopped waiting.

/** The edge's settle time. Its half is the longest that the edge waits for an answer. */
export const SETTLE_SECONDS = 4;
const TIMEOUT_MS = (SETTLE_SECONDS * 1000) / 2;
/** Late commit, search lag and the sandbox's own pauses come together in less than the settle time. */
const LATE_MS = 800;
const LAG_MS = 800;

const create = { match: { operation: "leads.create" } };
const list = { match: { operation: "leads.list" } };
/** Seconds, nothing, the past, the future, and what is no time at all. */
const RETRY_AFTER = [
  "1",
  "2",
  "0",
  "-5",
  "1000000000",
  "1.5",
  "soon",
  "Wed, 21 Oct 2015 07:28:00 GMT",
  "Wed, 21 Oct 2099 07:28:00 GMT",
];

/**
 * @typedef {object} Weather
 * @property {string} name
 * @property {object[]} faults The sandbox's, each with a probability.
 * @property {object} [settings] The sandbox's, for as long as it lasts.
 * @property {boolean} [revoked] Whether the edge's key is refused until it is replaced.
 * @property {boolean} [long] Whether it may stop the outbox for a quarter of an hour.
 */

/** An API is some way off, so that a power cut finds requests on their way. */
export const DISTANCE = [
  { ...create, latencyMs: 150, probability: 0.5 },
  { ...list, latencyMs: 100, probability: 0.5 },
];

/** Draws what one kind of weather is this time. @type {Record<string, (seeded: import("./seeded.mjs").Seeded) => Omit<Weather, "name">>} */
const KINDS = {
  calm: () => ({ faults: [] }),
  "status 500": (seeded) => ({ faults: [often(seeded, { ...create, answer: "status", status: 500 })] }),
  "status 500, committed": (seeded) => ({
    faults: [often(seeded, { ...create, answer: "status", status: 500, commit: "yes" })],
  }),
  "status 429": (seeded) => ({
    faults: [often(seeded, { ...create, answer: "status", status: 429, retryAfter: seeded.pick(RETRY_AFTER) })],
    long: true,
  }),
  "status 429 to look-ups": (seeded) => ({
    faults: [
      often(seeded, { ...create, answer: "cut", commit: seeded.pick(["yes", "no"]) }),
      often(seeded, { ...list, answer: "status", status: 429, retryAfter: seeded.pick(RETRY_AFTER) }),
    ],
    long: true,
  }),
  "cut before": (seeded) => ({ faults: [often(seeded, { ...create, answer: "cut" })] }),
  "cut after": (seeded) => ({ faults: [often(seeded, { ...create, answer: "cut", commit: "yes" })] }),
  "cut, late": (seeded) => ({
    faults: [often(seeded, { ...create, answer: "cut", commit: "late", lateMs: seeded.between(50, LATE_MS) })],
  }),
  hang: (seeded) => ({
    faults: [some(seeded, { ...create, answer: "hang", commit: seeded.pick(["yes", "no"]) })],
  }),
  "hang, late": (seeded) => ({
    faults: [
      some(seeded, {
        ...create,
        answer: "hang",
        commit: "late",
        lateMs: TIMEOUT_MS + seeded.between(-LATE_MS, LATE_MS),
      }),
    ],
  }),
  slow: (seeded) => ({
    faults: [
      some(seeded, { ...create, latencyMs: TIMEOUT_MS + seeded.between(-LATE_MS, LATE_MS) }),
      some(seeded, { ...list, latencyMs: seeded.between(100, TIMEOUT_MS + LATE_MS) }),
    ],
  }),
  firewall: (seeded) => ({
    faults: [
      often(seeded, { answer: "html", status: seeded.pick([403, 429, 502, 503]), commit: seeded.pick(["yes", "no"]) }),
    ],
  }),
  elsewhere: (seeded) => ({
    faults: [often(seeded, { ...create, answer: "redirect", status: seeded.pick([301, 302, 307, 308]) })],
  }),
  "status 408": (seeded) => ({ faults: [often(seeded, { ...create, answer: "status", status: 408, commit: "yes" })] }),
  unreadable: (seeded) => ({
    faults: [often(seeded, { answer: seeded.pick(["malformed", "truncated", "empty"]) })],
  }),
  "late search": (seeded) => ({
    faults: [
      { ...create, searchLagMs: seeded.between(100, LAG_MS), times: null },
      often(seeded, { ...create, answer: "cut", commit: seeded.pick(["yes", "no"]) }),
    ],
  }),
  "blind look-up": (seeded) => ({
    faults: [
      often(seeded, { ...create, answer: "cut", commit: seeded.pick(["yes", "no"]) }),
      often(seeded, { ...list, answer: "status", status: seeded.pick([401, 403, 500]) }),
      some(seeded, { ...list, answer: seeded.pick(["cut", "hang"]) }),
    ],
  }),
  "daily limit": (seeded) => ({
    faults: [],
    settings: { leadsPerDay: 0, leadsPerDayStatus: seeded.pick([403, 429]) },
  }),
  "key revoked": () => ({ faults: [], revoked: true }),
};

/** Draws weather after weather. @param {import("./seeded.mjs").Seeded} seeded @returns {() => Weather} */
export function forecast(seeded) {
  // Calm between storms, or everything would wait for the end.
  const name = seeded.deck([...Object.keys(KINDS), ...Array(6).fill("calm")]);
  return () => {
    const kind = name();
    return { name: kind, .../** @type {NonNullable<(typeof KINDS)[string]>} */ (KINDS[kind])(seeded) };
  };
}

function often(/** @type {import("./seeded.mjs").Seeded} */ seeded, /** @type {object} */ fault) {
  return { ...fault, probability: seeded.pick([0.1, 0.2, 0.3, 0.5, 1]) };
}

/** What takes long would otherwise be all that happens. */
function some(/** @type {import("./seeded.mjs").Seeded} */ seeded, /** @type {object} */ fault) {
  return { ...fault, probability: seeded.between(1, 4) / 10 };
}
