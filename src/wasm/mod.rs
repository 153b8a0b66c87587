//! What JavaScript calls: functions over plain values, one file for each binary of the npm package. No classes, so that
//! nothing has to be freed; no callbacks, so that nothing can come back in while something is going on.

#[cfg(feature = "wasm-edge")]
pub mod attribution;
#[cfg(feature = "wasm-client")]
pub mod client;
#[cfg(feature = "wasm-edge")]
pub mod edge;
#[cfg(feature = "wasm-client")]
mod object;
#[cfg(feature = "wasm-widget")]
pub mod widget;

/// Does nothing, but gives the binary the start function that wasm-bindgen's `__wbg_reset_state` calls after a trap.
#[cfg(feature = "wasm-client")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn started() {}

// A tenth of the size of the standard library's allocator.
#[cfg(any(feature = "wasm-client", feature = "wasm-edge", feature = "wasm-widget"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
