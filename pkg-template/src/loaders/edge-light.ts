// Loads the binary in runtimes that compile what is imported with `?module`.

import module from "../../wasm/client/konektor_bg.wasm?module";

/** The compiled binary. */
export function load(): WebAssembly.Module {
  return module;
}
