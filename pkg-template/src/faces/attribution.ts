// What `konektor/attribution` asks the edge's binary: names the exports that are used, so that a bundler drops the rest.

import { capture, normalizePhone, parseNotes } from "../../wasm/edge/konektor_edge.js";
import type { Load } from "../wasm.js";
import { edge } from "./edge.js";

const face = { capture, normalizePhone, parseNotes };

/** Asks the core, and reads the JSON that it answers. */
export async function ask<Answer>(load: Load, question: (exports: typeof face) => string): Promise<Answer> {
  const life = await edge.ready(load);
  return JSON.parse(edge.run(life, () => question(face))) as Answer;
}
