//! The answers of the contract's own examples, byte for byte but for the ids.

use crate::running::{LEADS, Sandbox};

fn without_id(text: &str, id: &str) -> String {
    text.replace(id, "lead_xyz789")
}

#[test]
fn create_answers_with_what_was_given_and_what_the_server_fills_in() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.create(r#"{"firstName":"First"}"#);
    let body = r#"{"firstName":"Andi","email":"andi@example.com","status":"new","source":"ads","adPlatform":"meta"}"#;
    let answer = sandbox.api("POST", LEADS, body);
    let id = answer.data()["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        without_id(&answer.text, &id),
        concat!(
            r#"{"success":true,"data":{"id":"lead_xyz789","uniqueCode":"KNK-002","firstName":"Andi","email":"andi@example.com","#,
            r#""status":"new","priority":"medium","source":"ads","adPlatform":"meta","#,
            r#""createdAt":"2025-01-16T08:00:00.000Z","updatedAt":"2025-01-16T08:00:00.000Z"}}"#
        )
    );
}

#[test]
fn update_answers_with_the_changed_fields_and_little_else() {
    let sandbox = Sandbox::frozen(&[]);
    let id = sandbox.create(r#"{"firstName":"Andi","phone":"1","uniqueCode":"KNK-002"}"#)["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    sandbox.knob("POST", "/clock", r#"{"advanceMs":4500000}"#);
    let answer =
        sandbox.api("PATCH", &format!("{LEADS}/{id}"), r#"{"status":"contacted","notes":"Called via WhatsApp"}"#);
    assert_eq!(
        without_id(&answer.text, &id),
        concat!(
            r#"{"success":true,"data":{"id":"lead_xyz789","uniqueCode":"KNK-002","firstName":"Andi","status":"contacted","#,
            r#""notes":"Called via WhatsApp","updatedAt":"2025-01-16T09:15:00.000Z"}}"#
        )
    );
}

#[test]
fn get_and_list_answer_with_the_whole_lead_and_nulls_for_what_it_lacks() {
    let sandbox = Sandbox::frozen(&[]);
    let body = r#"{"firstName":"Budi","lastName":"Santoso","email":"budi@example.com","phone":"+6281234567890","source":"ads",
        "adPlatform":"meta","estimatedValue":5000000,"externalRef":"kf_1"}"#;
    let id = sandbox.create(body)["id"].as_str().expect("an id").to_owned();
    let lead = concat!(
        r#"{"id":"lead_xyz789","uniqueCode":"KNK-001","firstName":"Budi","lastName":"Santoso","email":"budi@example.com","#,
        r#""phone":"+6281234567890","status":"new","priority":"medium","source":"ads","adPlatform":"meta","assignedTo":null,"#,
        r#""estimatedValue":5000000,"actualValue":null,"notes":null,"#,
        r#""createdAt":"2025-01-16T08:00:00.000Z","updatedAt":"2025-01-16T08:00:00.000Z"}"#
    );
    let got = sandbox.api("GET", &format!("{LEADS}/{id}"), "");
    assert_eq!(without_id(&got.text, &id), format!(r#"{{"success":true,"data":{lead}}}"#));
    let listed = sandbox.api("GET", &format!("{LEADS}?status=new&limit=10"), "");
    let pagination = r#"{"page":1,"limit":10,"total":1,"totalPages":1,"nextCursor":null}"#;
    assert_eq!(
        without_id(&listed.text, &id),
        format!(r#"{{"success":true,"data":[{lead}],"pagination":{pagination}}}"#)
    );
}

#[test]
fn a_validation_error_names_each_field() {
    let sandbox = Sandbox::start(&[]);
    let answer = sandbox.api("POST", LEADS, r#"{"email":"nonsense"}"#);
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.text,
        concat!(
            r#"{"success":false,"error":{"code":"VALIDATION_ERROR","message":"Invalid request parameters","#,
            r#""details":{"email":"Invalid email","firstName":"Required"}}}"#
        )
    );
}

#[test]
fn the_public_document_needs_no_key_and_has_none_of_the_headers() {
    let sandbox = Sandbox::start(&[]);
    let answer = sandbox.send("GET", "/api/v2/agent/SKILL.md", &[], "");
    assert_eq!(answer.status, 200);
    assert!(answer.text.starts_with("# Konektor Agent API"));
    assert_eq!(answer.header("content-type"), Some("text/markdown; charset=utf-8"));
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-")), "{:?}", answer.headers);
}

#[test]
fn every_other_answer_has_all_headers_whatever_its_status() {
    let sandbox = Sandbox::frozen(&["--plan", "starter", "--key", "all", "--key", "none:"]);
    let large = "x".repeat((1 << 20) + 1);
    let missing = format!("{LEADS}/lead_missing");
    let mut ids = std::collections::HashSet::new();
    let asked = [
        (200, "all", "GET", LEADS, ""),
        (201, "all", "POST", LEADS, r#"{"firstName":"Andi"}"#),
        (400, "all", "POST", LEADS, "{}"),
        (401, "wrong", "GET", LEADS, ""),
        (403, "none", "GET", LEADS, ""),
        (404, "all", "GET", missing.as_str(), ""),
        (404, "all", "GET", "/api/v2/agent/nothing", ""),
        (405, "all", "DELETE", LEADS, ""),
        (413, "all", "POST", LEADS, large.as_str()),
    ];
    for (status, key, method, path, body) in asked {
        let answer = sandbox.with_key(key, method, path, body);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("x-ratelimit-limit"), Some("60"));
        assert_eq!(answer.header("x-ratelimit-reset"), Some("1737014460"));
        assert!(answer.header("x-ratelimit-remaining").is_some_and(|left| left.parse::<u32>().is_ok()));
        assert_eq!(answer.header("date"), Some("Thu, 16 Jan 2025 08:00:00 GMT"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let id = answer.header("x-request-id").expect("a request id");
        assert!(konektor::validate::rules::uuid(id), "{id}");
        assert!(ids.insert(id.to_owned()), "{id} came twice");
        if status >= 400 {
            answer.code();
        }
    }
}
