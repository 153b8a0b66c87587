//! The plan's window.

use crate::running::{LEADS, Sandbox};

#[test]
fn one_window_is_shared_by_all_keys_and_opens_with_the_clocks_minute() {
    let sandbox = Sandbox::frozen(&["--plan", "starter", "--key", "a", "--key", "b"]);
    for sent in 1..=60 {
        let key = if sent % 2 == 0 { "a" } else { "b" };
        let answer = sandbox.with_key(key, "GET", LEADS, "");
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-remaining"), Some((60 - sent).to_string().as_str()));
    }
    sandbox.knob("POST", "/clock", r#"{"advanceMs":20001}"#);
    for key in ["a", "b"] {
        let limited = sandbox.with_key(key, "POST", LEADS, r#"{"firstName":"Andi"}"#);
        assert_eq!((limited.status, limited.code().as_str()), (429, "RATE_LIMITED"));
        assert_eq!(limited.header("retry-after"), Some("40"));
        assert_eq!(limited.header("x-ratelimit-remaining"), Some("0"));
        assert_eq!(limited.header("x-ratelimit-reset"), Some("1737014460"));
    }
    assert!(sandbox.stored("").is_empty());
    sandbox.knob("POST", "/clock", r#"{"advanceMs":39999}"#);
    let open = sandbox.with_key("a", "GET", LEADS, "");
    assert_eq!((open.status, open.header("x-ratelimit-remaining")), (200, Some("59")));
    assert_eq!(open.header("retry-after"), None);
}

#[test]
fn an_unknown_key_uses_nothing_up_and_a_refused_scope_does() {
    let sandbox = Sandbox::frozen(&["--key", "all", "--key", "none:"]);
    let left = |key| sandbox.with_key(key, "GET", LEADS, "").header("x-ratelimit-remaining").map(str::to_owned);
    assert_eq!(left("wrong").as_deref(), Some("200"));
    assert_eq!(left("none").as_deref(), Some("199"));
    assert_eq!(left("all").as_deref(), Some("198"));
}

#[test]
fn each_plan_has_its_limit_and_none_has_no_headers() {
    let sandbox = Sandbox::start(&[]);
    for (plan, limit) in [("starter", "60"), ("pro", "200"), ("enterprise", "600"), ("custom", "200")] {
        sandbox.plan(plan);
        assert_eq!(sandbox.api("GET", LEADS, "").header("x-ratelimit-limit"), Some(limit), "{plan}");
    }
    sandbox.plan("none");
    for _ in 0..250 {
        let answer = sandbox.api("GET", LEADS, "");
        assert_eq!(answer.status, 200);
        assert!(answer.header("x-request-id").is_some());
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
    }
}
