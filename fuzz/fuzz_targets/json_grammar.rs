//! Both dialects on any bytes: a request is what `serde_json::Value` accepts, save duplicate keys; and what may be sent may be
//! received.
#![no_main]

use konektor::validate::json::{Dialect, check};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let request = check(bytes, Dialect::Request);
    let response = check(bytes, Dialect::Response);
    let theirs = serde_json::from_slice::<Value>(bytes);
    match request {
        Ok(()) => {
            assert!(theirs.is_ok(), "serde_json refuses it: {theirs:?}");
            assert!(response.is_ok(), "a response may not hold it: {response:?}");
        }
        Err(syntax) => {
            assert!(syntax.at <= bytes.len());
            assert!(theirs.is_err() || syntax.problem == "duplicate key", "serde_json accepts it: {syntax:?}");
        }
    }
});
