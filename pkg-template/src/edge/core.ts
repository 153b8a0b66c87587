// What `konektor/edge` asks its binary: names the exports that are used.

import {
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
} from "../../wasm/edge/konektor_edge.js";
import module from "../../wasm/edge/konektor_edge_bg.wasm";
import { edge } from "../faces/edge.js";

const face = {
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

/** Workers compile what is imported; code may not. */
export const load = (): WebAssembly.Module => module;

/** Asks the core at once, for those who must not be interrupted between a question and what they do with the answer. */
export type Ask = <T>(question: (exports: typeof face) => T) => T;

/** Waits until the core can be asked. No question depends on an earlier one, so a trap in between is nobody else's matter. */
export async function ready(): Promise<Ask> {
  await edge.ready(load);
  return (question) => edge.run(edge.life, () => question(face));
}

/** Asks the core. */
export async function core<T>(question: (exports: typeof face) => T): Promise<T> {
  return (await ready())(question);
}
