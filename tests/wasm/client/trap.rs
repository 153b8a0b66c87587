//! A trap on purpose: what was under way is lost, what comes after is not.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Client, LEAD, advance_raw, instance, reset};

#[wasm_bindgen_test]
async fn a_new_instance_works_after_a_trap() {
    let mut client = Client::new().await;
    let waiting = client.start("leads.get", None);
    assert_eq!(waiting["type"], "send");

    instance().await.ruin();
    let call = br#"{"operation":"leads.get","id":"lead_1","baseUrl":"https://konektor.id"}"#;
    assert!(advance_raw(call, None, client.now, 0.5).is_err(), "nothing can work on this memory");
    reset().expect("a new instance");

    let lost = client.answer(&waiting, json!({ "status": 200 }), LEAD);
    assert_eq!((&lost["type"], &lost["error"]["code"]), (&json!("failed"), &json!("INTERNAL_PANIC")));
    let send = client.start("leads.get", None);
    assert_eq!(client.answer(&send, json!({ "status": 200 }), LEAD)["type"], "done");
}
