//! Bytes that mean no good, wherever bytes come in: a clear error and never a trap.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Client, LEAD, advance_raw};
use crate::hostile;

fn around(before: &[u8], bytes: &[u8], behind: &[u8]) -> Vec<u8> {
    [before, bytes, behind].concat()
}

/// A failure that says what happened, and quotes little.
fn assert_clear(step: &Value, name: &str) {
    assert_eq!(step["type"], "failed", "{name}");
    let message = step["error"]["message"].as_str().unwrap_or_default();
    assert!((10..=300).contains(&message.chars().count()), "{name}: {message}");
    let excerpt = step["error"]["excerpt"].as_str().unwrap_or_default();
    assert!(excerpt.chars().count() <= 200, "{name}: {excerpt}");
}

#[wasm_bindgen_test]
async fn as_a_body_to_send() {
    for hostile in hostile::values() {
        let body = around(br#"{"firstName":"Andi","notes":"#, &hostile.bytes, b"}");
        let step = Client::new().await.start("leads.create", Some(&body));
        assert_clear(&step, hostile.name);
        assert_eq!(step["error"]["kind"], "validation", "{}", hostile.name);
        assert!(step["error"].to_string().contains(hostile.refusal), "{}: {}", hostile.name, step["error"]);
        assert_clear(&Client::new().await.start("leads.create", Some(&hostile.bytes)), hostile.name);
        assert_clear(&Client::new().await.start("leads.list", Some(&hostile.bytes)), hostile.name);
    }
}

#[wasm_bindgen_test]
async fn as_an_answer() {
    for hostile in hostile::values() {
        let mut client = Client::new().await;
        let send = client.start("leads.get", None);
        let body = around(br#"{"success":true,"data":{"id":"lead_1","extra":"#, &hostile.bytes, b"}}");
        let step = client.answer(&send, json!({ "status": 200 }), &body);
        if hostile.answered {
            assert_eq!(step["type"], "done", "{}: {step}", hostile.name);
        } else {
            assert_clear(&step, hostile.name);
            assert_eq!(step["error"]["kind"], "responseShape", "{}", hostile.name);
        }
        for status in [200, 201, 400, 404] {
            let mut client = Client::new().await;
            let send = client.start("leads.get", None);
            assert_clear(&client.answer(&send, json!({ "status": status }), &hostile.bytes), hostile.name);
        }
    }
}

#[wasm_bindgen_test]
async fn as_the_details_of_a_refusal() {
    for hostile in hostile::values() {
        let mut client = Client::new().await;
        let send = client.start("leads.get", None);
        let before = br#"{"success":false,"error":{"code":"VALIDATION_ERROR","message":"Invalid request","details":"#;
        let step = client.answer(&send, json!({ "status": 400 }), &around(before, &hostile.bytes, b"}}"));
        assert_clear(&step, hostile.name);
        assert_eq!(step["error"]["kind"], "validation", "{}", hostile.name);
    }
}

/// The host is ours, but a mistake of it must not be a trap either.
#[wasm_bindgen_test]
async fn as_a_call_or_an_event() {
    for hostile in hostile::values() {
        for bytes in [hostile.bytes.clone(), around(br#"{"operation":"leads.get","id":"#, &hostile.bytes, b"}")] {
            let mut client = Client::new().await;
            let step = advance_raw(&bytes, Some(bytes.clone()), f64::NAN, f64::INFINITY);
            assert_clear(&client.step(step), hostile.name);
            let event = around(br#"{"call":7,"head":"#, &bytes, b"}");
            let step = advance_raw(&event, Some(bytes), -1.0, f64::NAN);
            assert_clear(&client.step(step), hostile.name);
        }
        let mut client = Client::new().await;
        let send = client.start("leads.get", None);
        let event = around(format!(r#"{{"call":{},"head":"#, send["call"]).as_bytes(), &hostile.bytes, b"}");
        let step = advance_raw(&event, Some(LEAD.to_vec()), client.now, 0.5);
        assert_ne!(client.step(step)["type"], "done", "{}: a head that says nothing is no answer", hostile.name);
    }
}
