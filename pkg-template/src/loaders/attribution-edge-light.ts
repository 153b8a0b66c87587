// Loads the edge's binary in runtimes that compile what is imported with `?module`.

import module from "../../wasm/edge/konektor_edge_bg.wasm?module";

/** The compiled binary. */
export function load(): WebAssembly.Module {
  return module;
}
