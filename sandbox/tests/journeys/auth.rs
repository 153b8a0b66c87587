//! Keys and scopes.

use crate::operations::{Operation, SCOPES, operations};
use crate::running::{LEADS, Sandbox};

#[test]
fn each_operation_needs_its_scope_and_no_other() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    let operations = operations(&sandbox);
    for scope in SCOPES {
        let key = format!("only-{scope}");
        sandbox.knob("POST", "/keys", &format!(r#"{{"key":"{key}","scopes":["{scope}"]}}"#));
        for Operation { name, method, path, body, scope: needed } in &operations {
            let answer = sandbox.with_key(&key, method, path, body);
            if *needed == scope {
                assert!(answer.status < 300, "{name} with {scope}: {}", answer.text);
            } else {
                assert_eq!((answer.status, answer.code().as_str()), (403, "FORBIDDEN"), "{name} with {scope}");
                assert!(answer.text.contains(needed), "{name} does not say what it needs: {}", answer.text);
            }
        }
    }
}

#[test]
fn every_scope_but_the_right_one_together_is_not_enough() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    for Operation { name, method, path, body, scope } in operations(&sandbox) {
        let others: Vec<_> = SCOPES.into_iter().filter(|other| *other != scope).collect();
        sandbox.knob("POST", "/keys", &serde_json::json!({ "key": "others", "scopes": others }).to_string());
        assert_eq!(sandbox.with_key("others", method, &path, body).status, 403, "{name}");
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
