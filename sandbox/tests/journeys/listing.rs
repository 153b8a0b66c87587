//! Filters, order, limits and numbered pages.

use serde_json::json;

use crate::running::{LEADS, Sandbox};

/// Five leads a day apart, from 2025-01-16 on.
fn five_days() -> Sandbox {
    let sandbox = Sandbox::frozen(&[]);
    let member = "5f0c8a52-6b1e-4c58-9a3e-0d1f6f5f7a01";
    for fields in [
        json!({ "status": "new", "priority": "low", "source": "ads", "adPlatform": "meta" }),
        json!({ "status": "won", "priority": "high", "source": "ads", "adPlatform": "google", "assignedTo": member }),
        json!({ "status": "new", "source": "whatsapp" }),
        json!({ "status": "lost", "priority": "urgent", "source": "referral", "assignedTo": member }),
        json!({ "status": "new", "priority": "low", "source": "other", "adPlatform": "other" }),
    ] {
        let mut lead = fields;
        lead["firstName"] = "Andi".into();
        sandbox.create(&lead.to_string());
        sandbox.knob("POST", "/clock", r#"{"advanceMs":86400000}"#);
    }
    sandbox
}

#[test]
fn each_filter_narrows_the_list_and_together_they_narrow_it_further() {
    let sandbox = five_days();
    let oldest_first = |query: &str| {
        let codes = sandbox.listed(&format!("{query}&sortOrder=asc"), "uniqueCode");
        codes.iter().map(|code| code.trim_start_matches("KNK-00").to_owned()).collect::<String>()
    };
    for (query, expected) in [
        ("", "12345"),
        ("status=new", "135"),
        ("priority=low", "15"),
        ("priority=medium", "3"),
        ("source=ads", "12"),
        ("adPlatform=google", "2"),
        ("assignedTo=5f0c8a52-6b1e-4c58-9a3e-0d1f6f5f7a01", "24"),
        ("createdFrom=2025-01-18T08:00:00.000Z", "345"),
        ("createdFrom=2025-01-18T08:00:00.001Z", "45"),
        ("createdFrom=2025-01-18", "345"),
        ("createdTo=2025-01-18T08:00:00.000Z", "123"),
        ("createdTo=2025-01-18", "12"),
        ("createdTo=2025-01-18T15:00:00%2B07:00", "123"),
        ("createdFrom=2025-01-17&createdTo=2025-01-19", "23"),
        ("createdFrom=2025-01-19&createdTo=2025-01-17", ""),
        ("status=new&priority=low&adPlatform=other", "5"),
        ("status=won&status=lost", "4"),
        ("unknown=1", "12345"),
    ] {
        assert_eq!(oldest_first(query), expected, "{query}");
    }
}

#[test]
fn the_newest_fifty_come_first_unless_told() {
    let sandbox = Sandbox::start(&["--leads", "120"]);
    let page = sandbox.list("");
    assert_eq!(page["data"].as_array().map(Vec::len), Some(50));
    assert_eq!(page["data"][0]["uniqueCode"], "KNK-120");
    assert_eq!(page["pagination"]["total"], 120);
    assert_eq!(page["pagination"]["totalPages"], 3);
    let last = sandbox.list("page=3");
    assert_eq!(last["data"].as_array().map(Vec::len), Some(20));
    assert_eq!((&last["pagination"]["page"], &last["pagination"]["nextCursor"]), (&json!(3), &json!(null)));
    let beyond = sandbox.list("page=4");
    assert_eq!((beyond["data"].as_array().map(Vec::len), &beyond["pagination"]["total"]), (Some(0), &json!(120)));
    assert_eq!(sandbox.list("page=4294967295&limit=100")["data"], json!([]));
}

#[test]
fn the_list_can_be_sorted_by_the_last_change() {
    let sandbox = five_days();
    let id = sandbox.list("sortOrder=asc&limit=1")["data"][0]["id"].as_str().expect("an id").to_owned();
    sandbox.api("PATCH", &format!("{LEADS}/{id}"), r#"{"notes":"x"}"#);
    assert_eq!(sandbox.listed("sortBy=updatedAt&limit=2", "uniqueCode"), ["KNK-001", "KNK-005"]);
    assert_eq!(sandbox.listed("sortBy=updatedAt&sortOrder=asc&limit=2", "uniqueCode"), ["KNK-002", "KNK-003"]);
}

#[test]
fn parameters_outside_their_limits_are_refused_by_name() {
    let sandbox = Sandbox::start(&[]);
    let long = format!("search={}", "a".repeat(201));
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=1.5", "limit"),
        ("limit=ten", "limit"),
        ("page=0", "page"),
        ("page=", "page"),
        ("page=-1", "page"),
        ("status=odd", "status"),
        ("priority=odd", "priority"),
        ("source=odd", "source"),
        ("adPlatform=odd", "adPlatform"),
        ("assignedTo=me", "assignedTo"),
        ("createdFrom=yesterday", "createdFrom"),
        ("createdTo=2025-02-30", "createdTo"),
        ("sortBy=firstName", "sortBy"),
        ("sortOrder=up", "sortOrder"),
        ("cursor=nonsense", "cursor"),
        (long.as_str(), "search"),
    ] {
        let answer = sandbox.api("GET", &format!("{LEADS}?{query}"), "");
        assert_eq!((answer.status, answer.code().as_str()), (400, "VALIDATION_ERROR"), "{query}");
        assert!(answer.json()["error"]["details"][field].is_string(), "{query}: {}", answer.text);
    }
    for query in ["limit=1", "limit=100", "limit=1e1", "page=2.0", "search=", long.trim_end_matches('a')] {
        sandbox.list(query);
    }
}
