//! What create and update accept, store and refuse.

use std::thread;

use serde_json::{Value, json};

use crate::running::{LEADS, Sandbox};

const TEAM_MEMBER: &str = "5f0c8a52-6b1e-4c58-9a3e-0d1f6f5f7a01";

fn all_fields() -> Value {
    json!({
        "firstName": "Siti", "lastName": "Rahayu", "email": "siti@example.com", "phone": "+6281234567890", "status": "hot",
        "priority": "urgent", "source": "event", "adPlatform": "tiktok", "notes": "Halo 👋", "uniqueCode": "KNK-abc123-1",
        "externalRef": "kf_9", "assignedTo": TEAM_MEMBER, "estimatedValue": 1.5, "actualValue": -2,
    })
}

fn path(lead: &Value) -> String {
    format!("{LEADS}/{}", lead["id"].as_str().expect("an id"))
}

#[test]
fn all_fourteen_fields_are_stored_as_they_were_sent() {
    let sandbox = Sandbox::start(&["--return-external-ref"]);
    let created = sandbox.create(&all_fields().to_string());
    let got = sandbox.api("GET", &path(&created), "").data();
    for (name, value) in all_fields().as_object().expect("an object") {
        assert_eq!(&created[name], value, "{name} of create");
        assert_eq!(&got[name], value, "{name} of get");
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let sandbox = Sandbox::start(&[]);
    let created = sandbox
        .create(r#"{"firstName":"Andi","frist":1,"id":"lead_mine","createdAt":"1970-01-01T00:00:00Z","campaign":"x"}"#);
    assert_ne!(created["id"], "lead_mine");
    assert!(created.get("frist").is_none());
    assert_eq!(sandbox.stored("")[0]["campaign"], Value::Null);
}

#[test]
fn each_field_is_refused_beyond_its_limit_and_taken_at_it() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    let refused = |name: &str, value: Value, message: &str| {
        let mut body = json!({ "firstName": "Andi" });
        body[name] = value;
        let answer = sandbox.api("POST", LEADS, &body.to_string());
        assert_eq!(answer.code(), "VALIDATION_ERROR", "{name}");
        assert_eq!(answer.json()["error"]["details"], json!({ name: message }));
    };
    for (name, most) in [
        ("firstName", 100),
        ("lastName", 100),
        ("phone", 20),
        ("notes", 5000),
        ("uniqueCode", 100),
        ("externalRef", 150),
    ] {
        refused(name, "a".repeat(most + 1).into(), &format!("String must contain at most {most} character(s)"));
        let mut body = json!({ "firstName": "Andi" });
        body[name] = "😀".repeat(most / 2).into();
        assert_eq!(sandbox.api("POST", LEADS, &body.to_string()).status, 201, "{name}");
    }
    refused("firstName", "".into(), "String must contain at least 1 character(s)");
    refused("email", "andi@".into(), "Invalid email");
    refused("assignedTo", "me".into(), "Invalid uuid");
    refused("estimatedValue", "5".into(), "Expected number, received string");
    refused("notes", Value::Null, "Expected string, received null");
    for name in ["status", "priority", "source", "adPlatform"] {
        let answer = sandbox.api("POST", LEADS, &json!({ "firstName": "Andi", name: "odd" }).to_string());
        assert!(
            answer.json()["error"]["details"][name].as_str().is_some_and(|text| text.contains("Invalid enum value")),
            "{name}"
        );
    }
}

#[test]
fn a_body_that_is_no_json_object_is_refused_without_details() {
    let sandbox = Sandbox::start(&[]);
    for body in [
        "",
        "{",
        "nonsense",
        "[]",
        "null",
        r#"{"firstName":"A"} x"#,
        r#"{"firstName":"A","estimatedValue":1e999}"#,
        "\u{feff}{}",
    ] {
        let answer = sandbox.api("POST", LEADS, body);
        assert_eq!((answer.status, answer.code().as_str()), (400, "VALIDATION_ERROR"), "{body}");
    }
    assert_eq!(sandbox.api("POST", LEADS, "{").json()["error"]["details"], Value::Null);
    assert_eq!(sandbox.api("POST", LEADS, &"[".repeat(100_000)).status, 400);
}

#[test]
fn a_body_above_one_mebibyte_is_refused() {
    let sandbox = Sandbox::start(&[]);
    let body = format!(r#"{{"firstName":"Andi","unknown":"{}"}}"#, "x".repeat(1 << 20));
    let answer = sandbox.api("POST", LEADS, &body);
    assert_eq!((answer.status, answer.code().as_str()), (413, "PAYLOAD_TOO_LARGE"));
    assert!(sandbox.stored("").is_empty());
}

#[test]
fn an_update_leaves_what_is_absent_and_clears_what_is_null() {
    let sandbox = Sandbox::start(&["--return-external-ref"]);
    let lead = sandbox.create(&all_fields().to_string());
    let changed = sandbox.api("PATCH", &path(&lead), r#"{"notes":null,"lastName":null,"actualValue":0}"#).data();
    assert_eq!(changed["notes"], Value::Null);
    assert!(changed.get("notes").is_some() && changed.get("email").is_none(), "{changed}");
    let mut expected = all_fields();
    for (name, value) in [("notes", Value::Null), ("lastName", Value::Null), ("actualValue", 0.into())] {
        expected[name] = value;
    }
    let got = sandbox.api("GET", &path(&lead), "").data();
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&got[name], value, "{name}");
    }
    for name in ["lastName", "email", "phone", "notes", "assignedTo", "estimatedValue", "actualValue"] {
        assert_eq!(sandbox.api("PATCH", &path(&lead), &json!({ name: null }).to_string()).status, 200, "{name}");
    }
    for name in ["firstName", "status", "priority", "source", "adPlatform", "uniqueCode", "externalRef"] {
        assert_eq!(sandbox.api("PATCH", &path(&lead), &json!({ name: null }).to_string()).status, 400, "{name}");
    }
}

#[test]
fn an_empty_update_only_moves_the_time() {
    let sandbox = Sandbox::frozen(&[]);
    let lead = sandbox.create(r#"{"firstName":"Andi","notes":"x"}"#);
    sandbox.knob("POST", "/clock", r#"{"advanceMs":1}"#);
    let answer = sandbox.api("PATCH", &path(&lead), "{}").data();
    assert_eq!(answer["updatedAt"], "2025-01-16T08:00:00.001Z");
    assert_eq!(sandbox.api("GET", &path(&lead), "").data()["notes"], "x");
}

#[test]
fn a_soft_deleted_lead_is_not_found_anywhere() {
    let sandbox = Sandbox::start(&[]);
    let lead = sandbox.create(r#"{"firstName":"Andi"}"#);
    let id = lead["id"].as_str().expect("an id");
    sandbox.knob("DELETE", &format!("/leads/{id}"), "");
    assert_eq!(sandbox.turn("DELETE", &format!("/leads/{id}"), "").status, 404);
    for (method, body) in [("GET", ""), ("PATCH", "{}")] {
        assert_eq!(sandbox.api(method, &path(&lead), body).code(), "NOT_FOUND");
    }
    assert_eq!(sandbox.list("")["pagination"]["total"], 0);
    assert!(sandbox.stored("")[0]["deletedAt"].is_string());
}

#[test]
fn codes_may_be_taken_twice_unless_the_switch_refuses_it() {
    let sandbox = Sandbox::start(&[]);
    let first = r#"{"firstName":"Andi","uniqueCode":"KNK-abc123-1","externalRef":"kf_1"}"#;
    sandbox.create(first);
    sandbox.create(first);
    assert_eq!(sandbox.stored("uniqueCode=KNK-abc123-1&externalRef=kf_1").len(), 2);

    sandbox.knob("PATCH", "/settings", r#"{"uniqueCodes":true}"#);
    for (body, field) in [(first, "uniqueCode"), (r#"{"firstName":"Andi","externalRef":"kf_1"}"#, "externalRef")] {
        let answer = sandbox.api("POST", LEADS, body);
        assert_eq!(answer.code(), "VALIDATION_ERROR");
        assert!(answer.json()["error"]["details"][field].is_string(), "{}", answer.text);
    }
    let other = sandbox.create(r#"{"firstName":"Dewi","uniqueCode":"KNK-other"}"#);
    assert_eq!(sandbox.api("PATCH", &path(&other), r#"{"uniqueCode":"KNK-abc123-1"}"#).status, 400);
    assert_eq!(sandbox.api("PATCH", &path(&other), r#"{"uniqueCode":"KNK-other"}"#).status, 200);
}

#[test]
fn a_generated_code_is_never_one_that_a_client_used() {
    let sandbox = Sandbox::start(&[]);
    sandbox.create(r#"{"firstName":"Andi","uniqueCode":"KNK-002"}"#);
    assert_eq!(sandbox.create(r#"{"firstName":"Dewi"}"#)["uniqueCode"], "KNK-003");
}

#[test]
fn beyond_the_daily_limit_creating_is_refused_until_the_next_day_in_jakarta() {
    let sandbox = Sandbox::frozen(&["--leads-per-day", "2"]);
    let create = || sandbox.api("POST", LEADS, r#"{"firstName":"Andi"}"#);
    assert_eq!([create().status, create().status], [201, 201]);
    assert_eq!(create().code(), "FORBIDDEN");
    sandbox.knob("PATCH", "/settings", r#"{"leadsPerDayStatus":429}"#);
    let limited = create();
    assert_eq!((limited.status, limited.code().as_str()), (429, "RATE_LIMITED"));
    assert!(limited.header("retry-after").is_some());
    // 08:00 UTC is 15:00 in Jakarta: nine hours are left of the day.
    sandbox.knob("POST", "/clock", r#"{"advanceMs":32399999}"#);
    assert_eq!(create().status, 429);
    sandbox.knob("POST", "/clock", r#"{"advanceMs":1}"#);
    assert_eq!(create().status, 201);
}

#[test]
fn of_many_that_come_at_once_the_daily_limit_takes_as_many_as_it_says() {
    let sandbox = Sandbox::start(&["--leads-per-day", "2"]);
    for day in 1..=100 {
        let statuses: Vec<_> = thread::scope(|scope| {
            let create = || sandbox.api("POST", LEADS, r#"{"firstName":"Andi"}"#).status;
            let creating: Vec<_> = (0..8).map(|_| scope.spawn(create)).collect();
            creating.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 2, "day {day}: {statuses:?}");
        sandbox.knob("POST", "/clock", r#"{"advanceMs":86400000}"#);
    }
}
