//! The transport for Rust apps on wasm, over a `fetch` that is ours: what it is asked, and what becomes of each of its answers.
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Function, Reflect, global};
use konektor::client::{Client, Options};
use konektor::error::{Code, Kind, Phase};
use konektor::model::CreateLead;
use konektor::transport::fetch::Fetch;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_node_experimental);

/// Replaces `fetch` by a function of the request, which is also noted: method, address, redirect, key and body.
fn answering(body: &str) -> Array {
    let seen = Array::new();
    let stub = Function::new_with_args(
        "seen",
        &format!(
            "return async (request) => {{
                const {{ method, url, redirect, signal }} = request;
                seen.push(method, url, redirect, request.headers.get('authorization'), await request.clone().text());
                {body}
            }}"
        ),
    );
    let fetch = stub.call1(&JsValue::NULL, &seen).expect("a function");
    assert_eq!(Reflect::set(&global(), &"fetch".into(), &fetch), Ok(true));
    seen
}

fn client(timeout_ms: f64) -> Client<Fetch> {
    let mut options = Options::with_key("knk_test");
    options.timeout_ms = timeout_ms;
    options.max_retries = 0;
    Client::new(options, Fetch)
}

#[wasm_bindgen_test]
async fn requests_and_answers_pass_through_fetch() {
    let seen = answering(
        "return new Response('{\"success\":true,\"data\":{\"id\":\"lead_1\"}}', { status: 201, headers: {
            'X-Request-Id': 'req-1', 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '59' } });",
    );
    let created = client(30_000.0).leads().create(&CreateLead::default().first_name("Andi")).await.expect("a lead");
    assert_eq!((created.data.id.as_str(), created.request_id.as_deref()), ("lead_1", Some("req-1")));
    assert_eq!(created.rate_limit.and_then(|limit| limit.remaining), Some(59.0));
    let seen: Vec<String> = seen.iter().filter_map(|value| value.as_string()).collect();
    let url = "https://konektor.id/api/v2/agent/leads";
    assert_eq!(seen, ["POST", url, "manual", "Bearer knk_test", r#"{"firstName":"Andi"}"#]);
}

#[wasm_bindgen_test]
async fn what_the_server_asks_to_wait_is_read_also_from_a_date() {
    answering(
        "return new Response('{}', { status: 429, headers: {
            'Date': 'Tue, 24 Nov 2026 04:00:00 GMT', 'Retry-After': 'Tue, 24 Nov 2026 04:00:07 GMT' } });",
    );
    let error = client(30_000.0).leads().get("lead_1").await.expect_err("a refusal");
    assert_eq!((error.kind, error.retry_after), (Kind::RateLimit, Some(7.0)));
}

#[wasm_bindgen_test]
async fn a_server_that_cannot_be_reached_is_a_connection_error() {
    answering("throw new TypeError('fetch failed');");
    let error = client(30_000.0).leads().get("lead_1").await.expect_err("no answer");
    assert_eq!(
        (error.kind, &error.code, error.phase),
        (Kind::Connection, &Code::ConnectionError, Some(Phase::Connect))
    );
}

#[wasm_bindgen_test]
async fn the_deadline_ends_an_answer_that_does_not_come() {
    // As a socket does, the timer keeps Node from ending while the answer is awaited.
    answering(
        "const socket = setTimeout(() => {}, 60_000);
         return new Promise((_, reject) => signal.addEventListener('abort', () => {
            clearTimeout(socket);
            reject(signal.reason);
         }));",
    );
    let error = client(20.0).leads().get("lead_1").await.expect_err("no answer");
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Some(Phase::Connect)));
}

#[wasm_bindgen_test]
async fn a_body_that_is_cut_is_told_as_such() {
    answering(
        "const body = new ReadableStream({ pull(controller) { controller.error(new TypeError('terminated')); } });
         return new Response(body);",
    );
    let error = client(30_000.0).leads().get("lead_1").await.expect_err("half an answer");
    assert_eq!((error.kind, error.phase), (Kind::Connection, Some(Phase::Body)));
}
