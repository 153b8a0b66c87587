//! The transport for Rust apps on wasm, in Node.
#![cfg(target_arch = "wasm32")]

mod fetch;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_node_experimental);
