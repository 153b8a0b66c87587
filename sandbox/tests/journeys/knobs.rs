//! The knobs themselves.

use crate::running::{LEADS, Sandbox};

const ALL: [(&str, &str); 17] = [
    ("GET", "/state"),
    ("POST", "/reset"),
    ("GET", "/clock"),
    ("POST", "/clock"),
    ("GET", "/settings"),
    ("PATCH", "/settings"),
    ("GET", "/faults"),
    ("POST", "/faults"),
    ("DELETE", "/faults"),
    ("POST", "/rng"),
    ("GET", "/requests"),
    ("DELETE", "/requests"),
    ("GET", "/leads"),
    ("GET", "/tickets"),
    ("GET", "/keys"),
    ("POST", "/keys"),
    ("POST", "/keys/revoke"),
];

#[test]
fn every_knob_wants_its_header() {
    let sandbox = Sandbox::start(&["--leads", "2"]);
    for (method, knob) in ALL.into_iter().chain([("DELETE", "/leads/x"), ("DELETE", "/faults/1"), ("GET", "/nothing")])
    {
        for headers in [vec![], vec![("x-sandbox", "0")]] {
            let answer = sandbox.send(method, &format!("/__sandbox{knob}"), &headers, "");
            assert_eq!((answer.status, answer.code().as_str()), (403, "FORBIDDEN"), "{method} {knob}");
        }
    }
    assert_eq!(sandbox.knob("GET", "/state", "")["leads"], 2, "nothing was reset");
    assert_eq!(sandbox.turn("GET", "/nothing", "").status, 404);
    assert_eq!(sandbox.turn("DELETE", "/state", "").status, 405);
}

#[test]
fn a_misspelt_field_is_refused_by_name() {
    let sandbox = Sandbox::start(&[]);
    for (method, knob) in ALL.into_iter().filter(|(method, _)| matches!(*method, "POST" | "PATCH")) {
        let answer = sandbox.turn(method, knob, r#"{"misspelt":1}"#);
        assert_eq!(answer.status, 400, "{method} {knob}");
        assert!(answer.text.contains("misspelt"), "{}", answer.text);
    }
    assert_eq!(sandbox.turn("POST", "/clock", r#"{"set":"noon"}"#).status, 400);
    assert_eq!(sandbox.turn("POST", "/keys", r#"{"key":"k","scopes":["agent.odd"]}"#).status, 400);
    assert_eq!(sandbox.turn("PATCH", "/settings", r#"{"leadsPerDayStatus":500}"#).status, 400);
    assert_eq!(sandbox.turn("GET", "/leads?misspelt=1", "").status, 400);
}

#[test]
fn the_clock_can_be_set_advanced_frozen_and_let_go() {
    let sandbox = Sandbox::start(&[]);
    let frozen = sandbox.knob("POST", "/clock", r#"{"set":"2025-01-01T00:00:00Z","frozen":true,"advanceMs":1}"#);
    assert_eq!((&frozen["now"], &frozen["frozen"]), (&"2025-01-01T00:00:00.001Z".into(), &true.into()));
    assert_eq!(sandbox.knob("GET", "/clock", ""), frozen);
    let running = sandbox.knob("POST", "/clock", r#"{"frozen":false}"#);
    assert!(running["now"].as_str().is_some_and(|now| now.starts_with("2025-01-01T00:00:0")), "{running}");
    sandbox.until("time passes", |state| state["clock"]["now"] != frozen["now"]);
}

#[test]
fn settings_change_one_by_one() {
    let sandbox = Sandbox::start(&["--plan", "enterprise", "--unique-codes"]);
    let changed = sandbox.knob("PATCH", "/settings", r#"{"leadsPerDay":5,"returnExternalRef":true}"#);
    assert_eq!(
        changed,
        serde_json::json!({
            "plan": "enterprise", "returnExternalRef": true, "uniqueCodes": true, "exactCodeSearch": false,
            "leadsPerDay": 5, "leadsPerDayStatus": 403, "conversionSyncMs": 60000, "conversionOutcome": "synced",
        })
    );
    assert!(sandbox.knob("PATCH", "/settings", r#"{"leadsPerDay":null}"#)["leadsPerDay"].is_null());
    assert!(sandbox.knob("PATCH", "/settings", "{}")["leadsPerDay"].is_null());
}

#[test]
fn the_log_tells_what_came_in_and_what_became_of_it() {
    let sandbox = Sandbox::start(&[]);
    let answer = sandbox.api("POST", LEADS, r#"{"firstName":"Rahasia","uniqueCode":"c1","externalRef":"kf_1"}"#);
    sandbox.api("GET", &format!("{LEADS}?search=kf_1"), "");
    sandbox.api("POST", LEADS, "{}");
    let requests = sandbox.requests();
    assert_eq!(requests[0]["requestId"].as_str(), answer.header("x-request-id"));
    for (request, expected) in requests.iter().zip([
        serde_json::json!({ "method": "POST", "operation": "leads.create", "status": 201, "committed": true, "uniqueCode": "c1", "externalRef": "kf_1", "query": null }),
        serde_json::json!({ "method": "GET", "operation": "leads.list", "status": 200, "query": "search=kf_1", "path": LEADS, "outcome": "answered" }),
        serde_json::json!({ "method": "POST", "status": 400, "committed": false, "uniqueCode": null }),
    ]) {
        for (field, value) in expected.as_object().expect("an object") {
            assert_eq!(&request[field], value, "{field} of {request}");
        }
    }
    assert!(!requests.iter().any(|request| request.to_string().contains("Rahasia")), "no body is kept");
}

#[test]
fn whoever_waits_for_requests_is_told_when_one_comes() {
    let sandbox = Sandbox::start(&[]);
    let version = sandbox.knob("GET", "/requests", "")["next"].as_u64().expect("a version");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sandbox.knob("GET", &format!("/requests?since={version}&waitMs=15000"), ""));
        sandbox.api("GET", LEADS, "");
        let news = waiting.join().expect("news");
        assert_eq!(news["requests"].as_array().map(Vec::len), Some(1));
        assert!(news["next"].as_u64() > Some(version));
    });
}

#[test]
fn a_reset_goes_back_to_the_start() {
    let sandbox = Sandbox::frozen(&["--leads", "3", "--plan", "starter", "--key", "first"]);
    sandbox.knob("PATCH", "/settings", r#"{"plan":"none","uniqueCodes":true}"#);
    sandbox.knob("POST", "/keys", r#"{"key":"second"}"#);
    sandbox.fault(r#"{"answer":"cut","times":null}"#);
    sandbox.knob("POST", "/reset", "");
    let state = sandbox.knob("GET", "/state", "");
    assert_eq!((&state["leads"], &state["requests"], &state["faults"]), (&0.into(), &0.into(), &0.into()));
    assert_eq!((&state["settings"]["plan"], &state["settings"]["uniqueCodes"]), (&"starter".into(), &false.into()));
    assert_eq!(state["clock"]["frozen"], false);
    assert_eq!(sandbox.with_key("second", "GET", LEADS, "").status, 401);
    let created = sandbox.with_key("first", "POST", LEADS, r#"{"firstName":"Andi"}"#);
    assert_eq!(
        (&created.data()["uniqueCode"], created.header("x-ratelimit-remaining")),
        (&"KNK-001".into(), Some("59"))
    );
    sandbox.knob("POST", "/reset", r#"{"leads":7}"#);
    assert_eq!(sandbox.knob("GET", "/state", "")["leads"], 7);
}

#[test]
fn the_dump_shows_what_the_api_does_not() {
    let sandbox = Sandbox::start(&["--leads", "500"]);
    let campaigns = sandbox.stored("limit=500").iter().filter(|lead| lead["campaign"].is_string()).count();
    assert!((200..400).contains(&campaigns), "{campaigns}");
    let page = sandbox.stored("after=490&limit=5");
    assert_eq!(
        page.iter().map(|lead| lead["seq"].as_i64().expect("seq")).collect::<Vec<_>>(),
        [491, 492, 493, 494, 495]
    );
    assert_eq!(sandbox.stored("last=2")[1]["uniqueCode"], "KNK-500");
    let id = page[0]["id"].as_str().expect("an id");
    assert_eq!(sandbox.stored(&format!("id={id}")).len(), 1);
}
