//! The whole life of a call.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Client, LEAD};

fn header<'a>(step: &'a Value, name: &str) -> Option<&'a str> {
    let pairs = step["headers"].as_array()?;
    pairs.iter().find(|pair| pair[0].as_str().is_some_and(|found| found.eq_ignore_ascii_case(name)))?[1].as_str()
}

#[wasm_bindgen_test]
async fn a_request_is_sent_and_its_answer_handed_on() {
    let mut client = Client::new().await;
    let send = client.start("leads.get", None);
    assert_eq!((&send["type"], &send["method"]), (&json!("send"), &json!("GET")));
    assert_eq!(send["url"], "https://konektor.id/api/v2/agent/leads/lead_1");
    assert_eq!(header(&send, "authorization"), Some("Bearer knk_secret"));
    assert_eq!((&send["sendsBody"], &send["timeoutMs"]), (&json!(false), &json!(30_000)));

    let head = json!({ "status": 200, "requestId": "req-1", "limit": "60", "remaining": "59", "reset": "1700000060" });
    let done = client.answer(&send, head, LEAD);
    assert_eq!((&done["type"], &done["status"], &done["requestId"]), (&json!("done"), &json!(200), &json!("req-1")));
    assert_eq!(done["rateLimit"], json!({ "limit": 60, "remaining": 59, "reset": 1_700_000_060 }));
}

#[wasm_bindgen_test]
async fn a_body_is_checked_and_then_sent_as_it_is() {
    let mut client = Client::new().await;
    let send = client.start("leads.create", Some(br#"{"firstName":"Andi","email":"andi@example.com"}"#));
    assert_eq!((&send["method"], &send["sendsBody"]), (&json!("POST"), &json!(true)));
    assert_eq!(header(&send, "content-type"), Some("application/json"));
    assert_eq!(client.answer(&send, json!({ "status": 201 }), LEAD)["type"], "done");

    let failed = client.start("leads.create", Some(br#"{"email":"andi","fristName":"Andi"}"#));
    let error = &failed["error"];
    assert_eq!((&error["kind"], &error["code"]), (&json!("validation"), &json!("VALIDATION_ERROR")));
    assert_eq!(error["details"]["email"], "Invalid email");
    assert_eq!(error["details"]["firstName"], "Required");
    assert_eq!(error["details"]["fristName"], "unknown field `fristName`, did you mean `firstName`?");
    assert_eq!(error["attempts"], 0);
}

#[wasm_bindgen_test]
async fn a_query_becomes_a_part_of_the_address() {
    let send = Client::new().await.start("leads.list", Some("{\"limit\":10,\"search\":\"a&b é\"}".as_bytes()));
    assert_eq!(send["url"], "https://konektor.id/api/v2/agent/leads?limit=10&search=a%26b%20%C3%A9");
}

#[wasm_bindgen_test]
async fn a_request_of_no_operation_is_sent_as_it_is_asked_for() {
    let mut client = Client::new().await;
    let ask = |method: &str, path: &str| json!({ "operation": null, "method": method, "path": path });
    let send = client.begin(ask("DELETE", "/api/v2/agent/tags/7?force=1"), None);
    assert_eq!((&send["method"], &send["sendsBody"]), (&json!("DELETE"), &json!(false)));
    assert_eq!(send["url"], "https://konektor.id/api/v2/agent/tags/7?force=1");
    assert_eq!(client.answer(&send, json!({ "status": 204 }), b"")["type"], "done");

    let refused = client.begin(ask("GET", "//evil.example"), None);
    assert_eq!(refused["error"]["kind"], "usage");
}

#[wasm_bindgen_test]
async fn after_a_500_it_waits_and_sends_again() {
    let mut client = Client::new().await;
    let send = client.start("leads.get", None);
    let sleep = client.answer(&send, json!({ "status": 500 }), b"");
    assert_eq!((&sleep["type"], &sleep["ms"], &sleep["reason"]), (&json!("sleep"), &json!(250), &json!("backoff")));
    assert_eq!(sleep["spent"], 5);
    client.now += 250.0;
    let again = client.resume(&sleep, json!({}), None);
    assert_eq!((&again["type"], &again["url"], &again["timeoutMs"]), (&send["type"], &send["url"], &json!(29_750)));
    let done = client.answer(&again, json!({ "status": 200 }), LEAD);
    assert_eq!((&done["type"], &done["spent"]), (&json!("done"), &json!(4)));
}

#[wasm_bindgen_test]
async fn the_third_failure_is_told_with_all_that_is_known() {
    let mut client = Client::new().await;
    let mut step = client.start("leads.get", None);
    let page = b"<html>\n<title>502</title> knk_secret</html>";
    for _ in 0..2 {
        let sleep = client.answer(&step, json!({ "status": 502 }), page);
        step = client.resume(&sleep, json!({}), None);
    }
    let failed = client.answer(&step, json!({ "status": 502, "requestId": "req-3" }), page);
    let error = &failed["error"];
    assert_eq!((&error["kind"], &error["status"], &error["attempts"]), (&json!("server"), &json!(502), &json!(3)));
    assert_eq!((&error["requestId"], &error["code"]), (&json!("req-3"), &json!("HTTP_ERROR")));
    assert_eq!(error["excerpt"], "<html> <title>502</title> [redacted]</html>");
}

#[wasm_bindgen_test]
async fn after_a_429_it_waits_as_long_as_it_is_told() {
    let mut client = Client::new().await;
    let send = client.start("leads.create", Some(br#"{"firstName":"Andi"}"#));
    let sleep = client.answer(&send, json!({ "status": 429, "retryAfter": "3" }), b"{}");
    assert_eq!((&sleep["type"], &sleep["ms"]), (&json!("sleep"), &json!(3_000)));
    client.now += 3_000.0;
    let again = client.resume(&sleep, json!({}), None);
    let (date, until) = (client.now - 5_000.0, client.now + 2_000.0);
    let head = json!({ "status": 429, "retryAfter": "a date", "dateMs": date, "retryDateMs": until });
    let sleep = client.answer(&again, head, b"{}");
    assert_eq!(sleep["ms"], 7_000, "a date is measured against the server's own clock");
    client.now += 7_000.0;
    let third = client.resume(&sleep, json!({}), None);
    assert_eq!(client.answer(&third, json!({ "status": 201 }), LEAD)["type"], "done");
}

#[wasm_bindgen_test]
async fn a_wait_beyond_the_deadline_fails_at_once() {
    let mut client = Client::new().await;
    let send = client.start("leads.get", None);
    let failed = client.answer(&send, json!({ "status": 429, "retryAfter": "3600" }), b"{}");
    assert_eq!((&failed["error"]["kind"], &failed["error"]["retryAfter"]), (&json!("rateLimit"), &json!(3_600)));
}

#[wasm_bindgen_test]
async fn a_used_up_window_is_waited_for() {
    let mut client = Client::new().await;
    let send = client.start("leads.get", None);
    let reset = (client.now / 1000.0 + 20.0).to_string();
    let head = json!({ "status": 200, "remaining": "0", "reset": reset, "dateMs": client.now });
    assert_eq!(client.answer(&send, head, LEAD)["type"], "done");

    let sleep = client.start("leads.get", None);
    assert_eq!((&sleep["type"], &sleep["ms"], &sleep["reason"]), (&json!("sleep"), &json!(20_000), &json!("pacing")));
    let other = client.start("leads.get", None);
    assert_ne!(other["call"], sleep["call"]);
    let aborted = client.resume(&other, json!({ "failure": "aborted" }), None);
    assert_eq!((&aborted["error"]["kind"], &aborted["error"]["phase"]), (&json!("aborted"), &json!("pacing")));
    assert_eq!(aborted["error"]["attempts"], 0);
    client.now += 20_000.0;
    let send = client.resume(&sleep, json!({}), None);
    assert_eq!((&send["type"], &send["timeoutMs"]), (&json!("send"), &json!(10_000)));
    assert_eq!(client.answer(&send, json!({ "status": 200 }), LEAD)["type"], "done");
}

#[wasm_bindgen_test]
async fn a_call_that_is_aborted_while_it_sleeps_is_over() {
    let mut client = Client::new().await;
    let send = client.start("leads.get", None);
    let sleep = client.answer(&send, json!({ "status": 503 }), b"");
    let aborted = client.resume(&sleep, json!({ "failure": "aborted" }), None);
    let error = &aborted["error"];
    assert_eq!(
        (&error["kind"], &error["code"], &error["phase"]),
        (&json!("aborted"), &json!("ABORTED"), &json!("backoff"))
    );
    let unknown = client.resume(&sleep, json!({}), None);
    assert_eq!((&unknown["type"], &unknown["error"]["code"]), (&json!("failed"), &json!("INTERNAL_PANIC")));
}

#[wasm_bindgen_test]
async fn a_lead_whose_creation_was_cut_is_not_created_again() {
    for (failure, kind) in [("connection", "connection"), ("timeout", "timeout"), ("aborted", "aborted")] {
        let mut client = Client::new().await;
        let send = client.start("leads.create", Some(br#"{"firstName":"Andi"}"#));
        let failed =
            client.resume(&send, json!({ "failure": failure, "head": { "status": 502, "requestId": "req-2" } }), None);
        let error = &failed["error"];
        assert_eq!((&error["kind"], &error["phase"]), (&json!(kind), &json!("body")));
        assert_eq!((&error["outcomeUnknown"], &error["attempts"]), (&json!(true), &json!(1)));
        assert_eq!((&error["status"], &error["requestId"]), (&json!(502), &json!("req-2")));
    }
}

#[wasm_bindgen_test]
async fn a_redirect_is_not_followed() {
    for status in [0, 302] {
        let mut client = Client::new().await;
        let send = client.start("leads.get", None);
        let failed = client.answer(&send, json!({ "status": status }), b"");
        assert_eq!(failed["error"]["code"], "REDIRECT_REFUSED");
    }
}

#[wasm_bindgen_test]
async fn a_value_of_a_wrong_type_is_told_by_its_path() {
    let mut client = Client::new().await;
    let send = client.start("leads.list", None);
    let body = br#"{"success":true,"data":[{"id":"a"},{"id":"b","phone":62812}],"pagination":{}}"#;
    let failed = client.answer(&send, json!({ "status": 200, "requestId": "req-1" }), body);
    let error = &failed["error"];
    assert_eq!((&error["kind"], &error["path"]), (&json!("responseShape"), &json!("data[1].phone")));
    assert_eq!(error["requestId"], "req-1");
}

#[wasm_bindgen_test]
async fn the_one_public_document_is_asked_for_without_a_key() {
    let mut client = Client::new().await;
    let send = client.start("skill", None);
    assert_eq!(send["url"], "https://konektor.id/api/v2/agent/SKILL.md");
    assert_eq!(header(&send, "authorization"), None);
    assert_eq!(client.answer(&send, json!({ "status": 200 }), b"# Konektor")["type"], "done");
}
