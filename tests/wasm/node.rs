//! The faces of the npm package in Node: the built binaries behind their own glue, as the package has them.
#![cfg(target_arch = "wasm32")]

mod client;
mod edge;
mod faces;
mod hostile;
mod widget;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_node_experimental);
