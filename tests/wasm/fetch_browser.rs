//! The transport for Rust apps on wasm, in a browser: the same tests as in Node.
#![cfg(target_arch = "wasm32")]

mod fetch;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
