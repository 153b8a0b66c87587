//! The transport for Rust apps on wasm, over a `fetch` that is ours: what it is asked, and what becomes of each of its answers.

use std::time::Duration;

use js_sys::{Array, Function, Reflect, global};
use konektor::client::{CallOptions, Client, Options};
use konektor::error::{Code, Kind, Phase};
use konektor::model::{CreateLead, ListLeads};
use konektor::transport::fetch::Fetch;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

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

fn client() -> Client<Fetch> {
    Client::new(Options::with_key("knk_test").max_retries(0), Fetch)
}

#[wasm_bindgen_test]
async fn requests_and_answers_pass_through_fetch() {
    let seen = answering(
        "return new Response('{\"success\":true,\"data\":{\"id\":\"lead_1\"}}', { status: 201, headers: {
            'X-Request-Id': 'req-1', 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '59' } });",
    );
    let created = client().leads().create(&CreateLead::default().first_name("Andi")).await.expect("a lead");
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
    let error = client().leads().get("lead_1").await.expect_err("a refusal");
    assert_eq!((error.kind, error.retry_after), (Kind::RateLimit, Some(7.0)));
}

#[wasm_bindgen_test]
async fn a_server_that_cannot_be_reached_is_a_connection_error() {
    answering("throw new TypeError('fetch failed');");
    let error = client().leads().get("lead_1").await.expect_err("no answer");
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
    let hurried = CallOptions::default().timeout(Duration::from_millis(20));
    let error = client().with(hurried).leads().get("lead_1").await.expect_err("no answer");
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Some(Phase::Connect)));
}

#[wasm_bindgen_test]
async fn a_body_that_is_cut_is_told_as_such() {
    answering(
        "const body = new ReadableStream({ pull(controller) { controller.error(new TypeError('terminated')); } });
         return new Response(body);",
    );
    let error = client().leads().get("lead_1").await.expect_err("half an answer");
    assert_eq!((error.kind, error.phase), (Kind::Connection, Some(Phase::Body)));
}

#[wasm_bindgen_test]
async fn pages_follow_each_other() {
    answering(
        "const cursor = new URL(url).searchParams.get('cursor');
         const nextCursor = cursor === null ? 'a' : null;
         return Response.json({ success: true, data: [{ id: cursor ?? 'first' }], pagination: { nextCursor } });",
    );
    let mut leads = client().leads().all(&ListLeads::default());
    let mut ids = Vec::new();
    while let Some(lead) = leads.next().await.expect("a page") {
        ids.push(lead.id);
    }
    assert_eq!(ids, ["first", "a"]);
}

#[wasm_bindgen_test]
async fn a_lead_whose_post_was_cut_is_found_and_not_sent_again() {
    let seen = answering(
        "if (method === 'POST') throw new TypeError('cut');
         const uniqueCode = new URL(url).searchParams.get('search');
         const data = seen.includes('POST') ? [{ id: 'lead_1', uniqueCode }] : [];
         return Response.json({ success: true, data, pagination: { total: data.length } });",
    );
    let lead = CreateLead::default().first_name("Andi").external_ref("crm-1");
    let created = client().leads().create_once(&lead).await.expect("a lead");
    assert_eq!(created.data.id, "lead_1");
    let methods: Vec<_> =
        seen.iter().filter_map(|value| value.as_string()).filter(|text| text == "GET" || text == "POST").collect();
    assert_eq!(methods, ["GET", "POST", "GET"]);
}
