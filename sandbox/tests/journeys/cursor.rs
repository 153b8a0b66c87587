//! Pages by cursor: whatever is inserted meanwhile, each lead that was there comes once.

use proptest::prelude::*;
use serde_json::Value;

use crate::running::{LEADS, Sandbox};

#[derive(Debug, Clone, Copy)]
struct Insert {
    /// How far the clock moves before it, also back or not at all.
    moved: i64,
}

fn insert() -> impl Strategy<Value = Insert> {
    prop_oneof![Just(0), -50_i64..50, Just(-100_000)].prop_map(|moved| Insert { moved })
}

fn walk(sandbox: &Sandbox, query: &str, mut between: impl FnMut()) -> Vec<String> {
    let mut codes = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = sandbox.list(&format!("{query}{cursor}"));
        codes.extend(page["data"].as_array().expect("a list").iter().map(|lead| lead["uniqueCode"].to_string()));
        match &page["pagination"]["nextCursor"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            _ => return codes,
        }
        between();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_lead_comes_twice_and_none_is_skipped_while_leads_are_inserted(
        before in prop::collection::vec(insert(), 1..30),
        during in prop::collection::vec(prop::collection::vec(insert(), 0..4), 0..10),
        limit in 1_u32..7,
        sort in prop::sample::select(vec!["createdAt", "updatedAt"]),
        order in prop::sample::select(vec!["asc", "desc"]),
    ) {
        thread_local! { static SANDBOX: Sandbox = Sandbox::start(&["--plan", "none"]); }
        SANDBOX.with(|sandbox| {
            sandbox.knob("POST", "/reset", "");
            sandbox.knob("POST", "/clock", r#"{"frozen":true}"#);
            let insert = |insert: &Insert, kind: &str| {
                sandbox.knob("POST", "/clock", &format!(r#"{{"advanceMs":{}}}"#, insert.moved));
                sandbox.create(&format!(r#"{{"firstName":"{kind}"}}"#));
            };
            before.iter().for_each(|lead| insert(lead, "before"));
            let mut wanted: Vec<_> = (1..=before.len()).map(|number| format!("\"KNK-{number:03}\"")).collect();

            let mut rounds = during.iter();
            let query = format!("limit={limit}&sortBy={sort}&sortOrder={order}");
            let seen = walk(sandbox, &query, || {
                rounds.next().into_iter().flatten().for_each(|lead| insert(lead, "during"));
            });

            let mut once = seen.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), seen.len(), "a lead came twice: {:?}", seen);
            wanted.retain(|code| !seen.contains(code));
            prop_assert!(wanted.is_empty(), "skipped: {:?}", wanted);
            Ok(())
        })?;
    }
}

#[test]
fn a_cursor_keeps_the_filters_of_its_query_and_wins_over_the_page() {
    let sandbox = Sandbox::start(&["--leads", "300"]);
    let total = sandbox.list("status=new")["pagination"]["total"].as_u64().expect("a total");
    let first = sandbox.list("status=new&limit=7");
    let cursor = first["pagination"]["nextCursor"].as_str().expect("a next page");
    let second = sandbox.list(&format!("status=new&limit=7&page=9&cursor={cursor}"));
    assert_eq!(second["data"], sandbox.list("status=new&limit=7&page=2")["data"]);
    assert_eq!(second["pagination"]["page"], 2);
    assert_eq!(walk(&sandbox, "status=new&limit=7", || ()).len() as u64, total);
}

#[test]
fn a_cursor_carries_its_sort_and_refuses_another() {
    let sandbox = Sandbox::start(&["--leads", "20"]);
    let first = sandbox.list("limit=5&sortBy=updatedAt&sortOrder=asc");
    let cursor = first["pagination"]["nextCursor"].as_str().expect("a next page");
    let with = sandbox.list(&format!("limit=5&sortBy=updatedAt&sortOrder=asc&cursor={cursor}"));
    assert_eq!(sandbox.list(&format!("limit=5&cursor={cursor}"))["data"], with["data"]);
    for other in ["sortBy=createdAt", "sortOrder=desc"] {
        let answer = sandbox.api("GET", &format!("{LEADS}?limit=5&cursor={cursor}&{other}"), "");
        assert_eq!(answer.json()["error"]["details"]["cursor"], "Invalid cursor");
    }
}
