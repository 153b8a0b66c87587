//! Whatever a call takes is given back when it is over, however it ends.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Client, LEAD, instance, reset};
use crate::faces::Instance;

const ANDI: &[u8] = br#"{"firstName":"Andi","email":"andi@example.com","notes":"Halo!"}"#;

/// An instance whose memory no other test has made larger than it has to be: a leak could hide there.
async fn fresh() -> Instance {
    instance().await;
    reset().expect("a new instance");
    instance().await
}

#[wasm_bindgen_test]
async fn good_calls_give_their_memory_back() {
    fresh().await.does_not_grow(|| {
        let mut client = Client::default();
        let send = client.start("leads.create", Some(ANDI));
        assert_eq!(client.answer(&send, json!({ "status": 201 }), LEAD)["type"], "done");
    });
}

#[wasm_bindgen_test]
async fn refused_calls_give_their_memory_back() {
    fresh().await.does_not_grow(|| {
        let refused = Client::default().start("leads.create", Some(br#"{"email":"andi","nope":[[[{"a":"b"}]]]}"#));
        assert_eq!(refused["error"]["kind"], "validation");
    });
}

#[wasm_bindgen_test]
async fn failed_calls_give_their_memory_back() {
    fresh().await.does_not_grow(|| {
        let mut client = Client::default();
        let send = client.start("leads.get", None);
        let failed = client.answer(&send, json!({ "status": 200 }), br#"{"success":true,"data":{"id":"lead_1""#);
        assert_eq!(failed["error"]["kind"], "responseShape");
        let failed = client.resume(&send, json!({ "failure": "connection", "head": { "status": 200 } }), None);
        assert_eq!(failed["error"]["code"], "INTERNAL_PANIC");
    });
}

#[wasm_bindgen_test]
async fn aborted_calls_give_their_memory_back() {
    let aborted = json!({ "failure": "aborted" });
    fresh().await.does_not_grow(|| {
        let mut client = Client::default();
        let send = client.start("leads.create", Some(ANDI));
        assert_eq!(client.resume(&send, aborted.clone(), None)["error"]["kind"], "aborted");
        let send = client.start("leads.get", None);
        let sleep = client.answer(&send, json!({ "status": 500 }), b"<html>");
        assert_eq!(sleep["type"], "sleep");
        assert_eq!(client.resume(&sleep, aborted.clone(), None)["error"]["kind"], "aborted");
    });
}
