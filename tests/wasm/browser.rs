//! The faces of the npm package in a browser: the same tests as in Node.
#![cfg(target_arch = "wasm32")]

mod client;
mod edge;
mod faces;
mod hostile;
mod widget;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
