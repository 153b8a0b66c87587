// Loads the edge's binary in workerd, which compiles imported wasm itself and forbids code to do so.

import module from "../../wasm/edge/konektor_edge_bg.wasm";

/** The compiled binary. */
export function load(): WebAssembly.Module {
  return module;
}
