// The binary behind `konektor/edge`: names the exports that are used. It has the client's face too, so one binary serves both.

import init, {
  advance,
  assessSubmission,
  begin,
  bodyLimit,
  checkForms,
  codeMessage,
  composeLead,
  externalRef,
  isChallengeToken,
  judgeChallenge,
  judgeLookup,
  lookedUp,
  newOutbox,
  newRow,
  posted,
  readSubmission,
  recover,
  __wbg_reset_state as reset,
  uniqueCode,
} from "../../wasm/edge/konektor_edge.js";
import module from "../../wasm/edge/konektor_edge_bg.wasm";
import { Wasm } from "../wasm.js";

const face = {
  init,
  reset,
  advance,
  assessSubmission,
  begin,
  bodyLimit,
  checkForms,
  codeMessage,
  composeLead,
  externalRef,
  isChallengeToken,
  judgeChallenge,
  judgeLookup,
  lookedUp,
  newOutbox,
  newRow,
  posted,
  readSubmission,
  recover,
  uniqueCode,
};

/** The one instance of the edge's binary. */
export const edge = /* @__PURE__ */ new Wasm(face);

/** Workers compile what is imported; code may not. */
export const load = (): WebAssembly.Module => module;

/** Asks the core. */
export async function core<T>(question: (exports: typeof face) => T): Promise<T> {
  const life = await edge.ready(load);
  return edge.run(life, question);
}
