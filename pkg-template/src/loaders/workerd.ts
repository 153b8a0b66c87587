// Loads the binary in workerd, which compiles imported wasm itself and forbids code to do so.

import module from "../../wasm/client/konektor_bg.wasm";

/** The compiled binary. */
export function load(): WebAssembly.Module {
  return module;
}
