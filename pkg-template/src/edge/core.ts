// The binary behind `konektor/edge`: names the exports that are used. It has the client's face too, so one binary serves both.

import init, {
  advance,
  afterReceipt,
  assessSubmission,
  audited,
  begin,
  bodyLimit,
  checkForms,
  codeMessage,
  composeLead,
  decide,
  externalRef,
  health,
  isChallengeToken,
  judgeChallenge,
  judgeLookup,
  keeping,
  lookedUp,
  newOutbox,
  newPace,
  newRow,
  normalisePhone,
  paceAnswered,
  paceBegun,
  permit,
  posted,
  readSubmission,
  recover,
  replayed,
  __wbg_reset_state as reset,
  uniqueCode,
} from "../../wasm/edge/konektor_edge.js";
import module from "../../wasm/edge/konektor_edge_bg.wasm";
import { Wasm } from "../wasm.js";

const face = {
  init,
  reset,
  advance,
  afterReceipt,
  assessSubmission,
  audited,
  begin,
  bodyLimit,
  checkForms,
  codeMessage,
  composeLead,
  decide,
  externalRef,
  health,
  isChallengeToken,
  judgeChallenge,
  judgeLookup,
  keeping,
  lookedUp,
  newOutbox,
  newPace,
  newRow,
  normalisePhone,
  paceAnswered,
  paceBegun,
  permit,
  posted,
  readSubmission,
  recover,
  replayed,
  uniqueCode,
};

/** The one instance of the edge's binary. */
export const edge = /* @__PURE__ */ new Wasm(face);

/** Workers compile what is imported; code may not. */
export const load = (): WebAssembly.Module => module;

/** Asks the core at once, for those who must not be interrupted between a question and what they do with the answer. */
export type Ask = <T>(question: (exports: typeof face) => T) => T;

/** Waits until the core can be asked. No question depends on an earlier one, so a trap in between is nobody else's matter. */
export async function ready(): Promise<Ask> {
  await edge.ready(load);
  return (question) => edge.run(edge.life, question);
}

/** Asks the core. */
export async function core<T>(question: (exports: typeof face) => T): Promise<T> {
  return (await ready())(question);
}
