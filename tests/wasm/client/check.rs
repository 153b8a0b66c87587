//! An input that is checked and not sent.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Client, check_raw, instance};
use crate::hostile;

/// Checks an input; what may be sent comes to nothing.
fn check(operation: &str, input: &[u8]) -> Value {
    let call = json!({ "operation": operation, "id": "x", "baseUrl": "/x", "timeoutMs": 0, "maxRetries": 0 });
    let step = check_raw(&call.to_string().into(), Some(input.to_vec())).expect("no trap");
    if step.is_empty() { Value::Null } else { serde_json::from_str(&step).expect("a step is JSON") }
}

#[wasm_bindgen_test]
async fn what_may_be_sent_comes_to_nothing() {
    instance().await;
    assert_eq!(check("leads.create", br#"{"firstName":"Andi"}"#), Value::Null);
    assert_eq!(check("leads.update", br#"{"notes":null}"#), Value::Null);
    assert_eq!(check("leads.list", b"{}"), Value::Null);
}

#[wasm_bindgen_test]
async fn what_is_refused_is_refused_in_the_words_of_a_call() {
    instance().await;
    for (operation, input) in [
        ("leads.create", &br#"{"fristName":"Andi","email":"andi"}"#[..]),
        ("leads.update", b"{}"),
        ("leads.list", br#"{"page":1,"cursor":"x"}"#),
        ("analytics.funnel", br#"{"from":"2025-02-01","to":"2025-01-01"}"#),
        ("support.createTicket", b"[]"),
        ("leads.delete", b"{}"),
    ] {
        let called = Client::default().start(operation, Some(input));
        assert_eq!(called["type"], "failed", "{operation}");
        assert_eq!(check(operation, input)["error"], called["error"], "{operation}");
    }
}

#[wasm_bindgen_test]
async fn hostile_inputs_are_refused_and_leave_no_memory_behind() {
    instance().await.does_not_grow(|| {
        assert_eq!(check("leads.create", br#"{"email":"andi","nope":[[[{"a":"b"}]]]}"#)["type"], "failed");
        assert_eq!(check("leads.create", br#"{"firstName":"Andi"}"#), Value::Null);
    });
    for hostile in hostile::values() {
        assert_eq!(check("leads.create", &hostile.bytes)["type"], "failed", "{}", hostile.name);
    }
}
