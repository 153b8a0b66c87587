// The binary behind `konektor/attribution`, which is the edge's: names the exports that are used.

import init, {
  capture,
  normalizePhone,
  parseNotes,
  __wbg_reset_state as reset,
} from "../../wasm/edge/konektor_edge.js";
import { type Load, Wasm } from "../wasm.js";

const face = { init, reset, capture, normalizePhone, parseNotes };

const attribution = /* @__PURE__ */ new Wasm(face);

/** Asks the core, and reads the JSON that it answers. */
export async function ask<Answer>(load: Load, question: (exports: typeof face) => string): Promise<Answer> {
  const life = await attribution.ready(load);
  return JSON.parse(attribution.run(life, question)) as Answer;
}
