//! Keys and scopes.

use crate::running::{LEADS, Sandbox};

const SCOPES: [&str; 6] = [
    "agent.leads.read",
    "agent.leads.write",
    "agent.analytics.read",
    "agent.conversions.read",
    "agent.workspace.read",
    "agent.support.write",
];

#[test]
fn each_operation_needs_its_scope_and_no_other() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    let id = sandbox.create(r#"{"firstName":"Andi"}"#)["id"].as_str().expect("an id").to_owned();
    let lead = format!("{LEADS}/{id}");
    let operations = [
        ("GET", LEADS, "", SCOPES[0]),
        ("GET", &lead, "", SCOPES[0]),
        ("POST", LEADS, r#"{"firstName":"Andi"}"#, SCOPES[1]),
        ("PATCH", &lead, "{}", SCOPES[1]),
    ];
    for scope in SCOPES {
        let key = format!("only-{scope}");
        sandbox.knob("POST", "/keys", &format!(r#"{{"key":"{key}","scopes":["{scope}"]}}"#));
        for (method, path, body, needed) in operations {
            let answer = sandbox.with_key(&key, method, path, body);
            if scope == needed {
                assert!(answer.status < 300, "{method} {path} with {scope}: {}", answer.text);
            } else {
                assert_eq!((answer.status, answer.code().as_str()), (403, "FORBIDDEN"), "{method} {path} with {scope}");
            }
        }
    }
}

#[test]
fn a_missing_wrong_or_revoked_key_is_unauthorized() {
    let sandbox = Sandbox::start(&["--key", "first", "--key", "second:agent.leads.read"]);
    assert_eq!(sandbox.with_key("second", "GET", LEADS, "").status, 200);
    sandbox.knob("POST", "/keys/revoke", r#"{"key":"second"}"#);
    assert_eq!(sandbox.turn("POST", "/keys/revoke", r#"{"key":"second"}"#).status, 404);
    for headers in [
        vec![],
        vec![("authorization", "Basic first")],
        vec![("authorization", "Bearer second")],
        vec![("authorization", "Bearer knk_sandbox")],
    ] {
        let answer = sandbox.send("GET", LEADS, &headers, "");
        assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHORIZED"), "{headers:?}");
    }
    assert_eq!(sandbox.send("GET", "/api/v2/agent/nothing", &[], "").status, 401);
}

#[test]
fn keys_never_come_out_again() {
    let sandbox = Sandbox::start(&["--key", "secret-key-1:agent.leads.read"]);
    sandbox.with_key("secret-key-1", "GET", LEADS, "");
    sandbox.with_key("secret-key-2", "GET", LEADS, "");
    let keys = sandbox.knob("GET", "/keys", "");
    assert_eq!(keys["keys"][0]["scopes"], serde_json::json!(["agent.leads.read"]));
    let requests = sandbox.knob("GET", "/requests", "");
    assert_eq!(requests["requests"][0]["key"], keys["keys"][0]["fingerprint"]);
    assert_ne!(requests["requests"][1]["key"], keys["keys"][0]["fingerprint"]);
    assert!(!format!("{keys}{requests}").contains("secret-key"));
}
