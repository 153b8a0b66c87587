//! Each fault, as a client sees it.

use std::io::{Read, Write};

use crate::running::{LEADS, Sandbox};

const LEAD: &str = r#"{"firstName":"Andi","uniqueCode":"KNK-abc123-1","externalRef":"kf_1"}"#;

/// The last request of the log.
fn logged(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.requests().pop().expect("a request")
}

#[test]
fn a_connection_is_cut_before_or_after_the_commit() {
    let sandbox = Sandbox::start(&[]);
    for (fault, stored) in [(r#"{"answer":"cut"}"#, 0), (r#"{"answer":"cut","commit":"yes"}"#, 1)] {
        sandbox.fault(fault);
        assert_eq!(sandbox.raw(&sandbox.post(LEAD)), "", "not a byte is answered");
        assert_eq!(sandbox.stored("externalRef=kf_1").len(), stored, "{fault}");
        let request = logged(&sandbox);
        assert_eq!((request["outcome"].as_str(), request["status"].as_u64()), (Some("cut"), None));
        assert_eq!(request["committed"], stored == 1);
        assert_eq!((&request["uniqueCode"], &request["externalRef"]), (&"KNK-abc123-1".into(), &"kf_1".into()));
    }
    assert!(sandbox.raw(&sandbox.post(LEAD)).starts_with("HTTP/1.1 201"), "a fault fires once unless told");
}

#[test]
fn a_status_comes_in_the_envelope_with_any_retry_after() {
    let sandbox = Sandbox::start(&[]);
    for retry_after in ["7", "Wed, 21 Oct 2099 07:28:00 GMT", "soon", "-1", "1e9"] {
        sandbox.fault(&format!(r#"{{"status":429,"retryAfter":"{retry_after}"}}"#));
        let answer = sandbox.api("POST", LEADS, LEAD);
        assert_eq!((answer.status, answer.code().as_str()), (429, "RATE_LIMITED"));
        assert_eq!(answer.header("retry-after"), Some(retry_after));
        assert_eq!(answer.header("x-ratelimit-remaining"), Some("200"), "it uses nothing up");
        assert!(answer.header("x-request-id").is_some());
    }
    assert!(sandbox.stored("").is_empty());
    sandbox.fault(r#"{"status":500,"code":"ODD","message":"Sorry","commit":"yes"}"#);
    let answer = sandbox.api("POST", LEADS, LEAD);
    assert_eq!((answer.status, answer.code().as_str()), (500, "ODD"));
    assert_eq!(sandbox.stored("").len(), 1);
}

#[test]
fn a_proxy_answers_in_html_or_redirects_without_the_apis_headers() {
    let sandbox = Sandbox::start(&[]);
    for (fault, status) in [
        (r#"{"answer":"html"}"#, 403),
        (r#"{"answer":"html","status":502}"#, 502),
        (r#"{"answer":"redirect","status":302,"location":"https://evil.example/x"}"#, 302),
        (r#"{"answer":"redirect"}"#, 307),
    ] {
        sandbox.fault(fault);
        let answer = sandbox.api("GET", LEADS, "");
        assert_eq!(answer.status, status);
        assert!(answer.text.starts_with("<html>"));
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-")));
        assert_eq!(answer.header("location").is_some(), status < 400);
    }
}

#[test]
fn a_body_is_malformed_empty_or_ends_in_the_middle_after_the_commit() {
    let sandbox = Sandbox::start(&[]);
    sandbox.fault(r#"{"answer":"malformed"}"#);
    let malformed = sandbox.api("POST", LEADS, LEAD);
    assert_eq!((malformed.status, malformed.header("content-type")), (201, Some("application/json")));
    assert!(serde_json::from_str::<serde_json::Value>(&malformed.text).is_err());
    sandbox.fault(r#"{"answer":"empty"}"#);
    let empty = sandbox.api("POST", LEADS, LEAD);
    assert_eq!((empty.status, empty.text.as_str()), (201, ""));

    sandbox.fault(r#"{"answer":"truncated"}"#);
    let raw = sandbox.raw(&sandbox.post(LEAD));
    let (head, body) = raw.split_once("\r\n\r\n").expect("a head");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    assert!(head.starts_with("HTTP/1.1 201"));
    assert!(body.starts_with(r#"{"success":true"#));
    assert_eq!(body.len(), length.parse::<usize>().expect("a number") / 2);
    assert_eq!(sandbox.stored("").len(), 3);
}

#[test]
fn headers_are_set_and_removed_on_the_real_answer() {
    let sandbox = Sandbox::start(&[]);
    sandbox.fault(r#"{"headers":{"x-ratelimit-remaining":"0","x-request-id":null}}"#);
    let answer = sandbox.api("GET", LEADS, "");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(answer.header("x-request-id"), None);
}

#[test]
fn latency_passes_on_the_sandboxes_clock() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"latencyMs":3600000}"#);
    let mut connection = sandbox.connection();
    connection.write_all(sandbox.post(LEAD).as_bytes()).expect("sent");
    sandbox.until("the request waits", |state| state["waiting"] == 1);
    assert_eq!(logged(&sandbox)["outcome"], "pending");
    assert!(sandbox.stored("").is_empty());
    sandbox.knob("POST", "/clock", r#"{"advanceMs":3600000}"#);
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(answer.contains(r#""createdAt":"2025-01-16T09:00:00.000Z""#), "{answer}");
}

#[test]
fn a_request_is_carried_out_though_the_client_has_left() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"latencyMs":1000}"#);
    let mut connection = sandbox.connection();
    connection.write_all(sandbox.post(LEAD).as_bytes()).expect("sent");
    sandbox.until("the request waits", |state| state["waiting"] == 1);
    drop(connection);
    sandbox.knob("POST", "/clock", r#"{"advanceMs":1000}"#);
    sandbox.until("the lead is stored", |state| state["leads"] == 1);
}

#[test]
fn a_new_lead_is_invisible_to_list_and_search_for_its_lag() {
    let sandbox = Sandbox::frozen(&["--leads", "3"]);
    sandbox.fault(r#"{"searchLagMs":5000,"match":{"operation":"leads.create"}}"#);
    let id = sandbox.create(LEAD)["id"].as_str().expect("an id").to_owned();
    let found = || sandbox.list("search=kf_1")["pagination"]["total"].as_u64();
    assert_eq!(found(), Some(0));
    assert_eq!(sandbox.list("")["pagination"]["total"], 3);
    assert_eq!(sandbox.api("GET", &format!("{LEADS}/{id}"), "").status, 200, "get sees it");
    sandbox.knob("POST", "/clock", r#"{"advanceMs":4999}"#);
    assert_eq!(found(), Some(0));
    sandbox.knob("POST", "/clock", r#"{"advanceMs":1}"#);
    assert_eq!(found(), Some(1));
}

#[test]
fn a_fault_with_a_probability_hits_the_same_requests_for_the_same_seed() {
    let sandbox = Sandbox::start(&["--plan", "none", "--seed", "7"]);
    let draw = || {
        sandbox.fault(r#"{"status":500,"probability":0.5,"match":{"method":"GET"}}"#);
        let statuses: Vec<_> = (0..40).map(|_| sandbox.api("GET", &format!("{LEADS}?limit=1"), "").status).collect();
        assert_eq!(sandbox.api("POST", LEADS, LEAD).status, 201, "it matches GET only");
        sandbox.knob("DELETE", "/faults", "");
        statuses
    };
    let first = draw();
    assert!(first.contains(&500) && first.contains(&200));
    assert_ne!(draw(), first);
    sandbox.knob("POST", "/rng", r#"{"seed":7}"#);
    assert_eq!(draw(), first);
}

#[test]
fn a_fault_that_makes_no_sense_is_refused_and_a_listed_one_can_be_removed() {
    let sandbox = Sandbox::start(&[]);
    let refused = sandbox.turn("POST", "/faults", r#"{"answer":"cutt"}"#);
    assert_eq!((refused.status, refused.code().as_str()), (400, "VALIDATION_ERROR"));
    let id = sandbox.knob("POST", "/faults", r#"{"answer":"cut","times":3}"#)["id"].as_u64().expect("an id");
    let listed = sandbox.knob("GET", "/faults", "");
    assert_eq!((&listed["faults"][0]["answer"], &listed["faults"][0]["fired"]), (&"cut".into(), &0.into()));
    sandbox.knob("DELETE", &format!("/faults/{id}"), "");
    assert_eq!(sandbox.turn("DELETE", &format!("/faults/{id}"), "").status, 404);
    assert_eq!(sandbox.api("GET", LEADS, "").status, 200);
}

#[test]
fn the_readmes_faults_are_accepted_as_they_stand() {
    let sandbox = Sandbox::start(&[]);
    let readme = include_str!("../../README.md");
    let recipes = readme.split_once("Recipes:").expect("recipes").1;
    let faults: Vec<_> = recipes.split('`').filter(|code| code.starts_with('{')).collect();
    assert!(faults.len() >= 8, "{faults:?}");
    for fault in faults {
        sandbox.fault(fault);
    }
    let (_, settings) = recipes.split_once("PATCH /__sandbox/settings ").expect("a settings recipe");
    sandbox.knob("PATCH", "/settings", settings.split_once('`').expect("its end").0);
}
