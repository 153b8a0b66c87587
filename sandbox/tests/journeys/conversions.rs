//! Conversion events: what a status sends, when it arrives, and what the two operations tell of it.

use serde_json::{Value, json};

use crate::running::{LEADS, Sandbox};

const STATUS: &str = "/api/v2/agent/conversions/status";
const PENDING: &str = "/api/v2/agent/conversions/pending";

/// The facts' table: status, then what Meta, GA4, TikTok and LinkedIn are sent.
const MAPPING: &str = "
    pageview    PageView          page_view            ViewContent PAGE_VIEW
    new         AddToCart         generate_lead        ViewContent PAGE_VIEW
    contacted   Contact           working_lead         Contact     CONTACT
    responded   Lead              working_lead         Lead        LEAD
    qualified   Lead              qualify_lead         Lead        QUALIFIED_LEAD
    hot         SubmitApplication working_lead         -           QUALIFIED_LEAD
    proposal    InitiateCheckout  -                    -           REQUEST_QUOTE
    negotiation AddPaymentInfo    -                    -           -
    invoice     AddPaymentInfo    add_payment_info     -           -
    won         Purchase          purchase             Purchase    PURCHASE
    lost        Archive           close_unconvert_lead -           -
";

fn mapping() -> impl Iterator<Item = (&'static str, [&'static str; 4])> {
    MAPPING.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let cells: Vec<_> = line.split_whitespace().collect();
        (cells[0], [cells[1], cells[2], cells[3], cells[4]])
    })
}

fn settings(sandbox: &Sandbox, change: Value) {
    sandbox.knob("PATCH", "/settings", &change.to_string());
}

fn advance(sandbox: &Sandbox, ms: u32) {
    sandbox.knob("POST", "/clock", &format!(r#"{{"advanceMs":{ms}}}"#));
}

fn update(sandbox: &Sandbox, id: &str, body: &str) {
    assert_eq!(sandbox.api("PATCH", &format!("{LEADS}/{id}"), body).status, 200, "{body}");
}

fn created(sandbox: &Sandbox, body: &str) -> String {
    sandbox.create(body)["id"].as_str().expect("an id").to_owned()
}

/// Where one lead's event stands.
fn state(sandbox: &Sandbox, id: &str) -> String {
    sandbox.stored(&format!("id={id}"))[0]["conversionSyncStatus"].as_str().expect("a state").to_owned()
}

fn counts(sandbox: &Sandbox, query: &str) -> [u64; 5] {
    let data = sandbox.api("GET", &format!("{STATUS}?{query}"), "").data();
    assert_eq!(data.as_object().map(serde_json::Map::len), Some(5));
    ["pending", "synced", "partial", "failed", "none"].map(|state| data[state].as_u64().expect(state))
}

#[test]
fn pending_conversions_answer_the_contracts_example() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.knob("POST", "/clock", r#"{"set":"2025-01-15T11:59:00.000Z"}"#);
    for _ in 0..4 {
        sandbox.create(r#"{"firstName":"Andi"}"#);
    }
    settings(&sandbox, json!({ "conversionOutcome": "failed" }));
    let google = created(&sandbox, r#"{"firstName":"Dewi","status":"won","adPlatform":"google"}"#);
    advance(&sandbox, 90_000);
    let first = sandbox.stored("limit=1")[0]["id"].as_str().expect("an id").to_owned();
    update(&sandbox, &first, r#"{"status":"won","adPlatform":"meta"}"#);
    let answer = sandbox.api("GET", PENDING, "");
    assert_eq!(
        answer.text.replace(&first, "lead_abc123").replace(&google, "lead_def456"),
        concat!(
            r#"{"success":true,"data":[{"leadId":"lead_abc123","uniqueCode":"KNK-001","status":"won","adPlatform":"meta","#,
            r#""conversionSyncStatus":"pending","lastConversionSyncAt":null},"#,
            r#"{"leadId":"lead_def456","uniqueCode":"KNK-005","status":"won","adPlatform":"google","#,
            r#""conversionSyncStatus":"failed","lastConversionSyncAt":"2025-01-15T12:00:00.000Z"}]}"#
        )
    );
    let status = sandbox.api("GET", STATUS, "");
    assert_eq!(status.text, r#"{"success":true,"data":{"pending":1,"synced":0,"partial":0,"failed":1,"none":3}}"#);
}

#[test]
fn every_status_sends_each_platform_its_event() {
    let sandbox = Sandbox::frozen(&["--plan", "none"]);
    let mut rows = 0;
    for (status, events) in mapping() {
        rows += 1;
        let platforms = ["meta", "google", "tiktok", "linkedin", "posthog", "other"];
        for (platform, event) in platforms.into_iter().zip(events.into_iter().chain(["-", "-"])) {
            // One that is created so, and one that comes to it from another status.
            let lead = json!({ "firstName": "Andi", "status": status, "adPlatform": platform });
            let new = created(&sandbox, &lead.to_string());
            let other = if status == "won" { "new" } else { "won" };
            let lead = json!({ "firstName": "Andi", "status": other, "adPlatform": platform });
            let moved = created(&sandbox, &lead.to_string());
            update(&sandbox, &moved, &json!({ "status": status }).to_string());
            for id in [new, moved] {
                let stored = sandbox.stored(&format!("id={id}"));
                let (sent, state) = match event {
                    "-" => (Value::Null, "none"),
                    event => (event.into(), "pending"),
                };
                assert_eq!(stored[0]["conversionEvent"], sent, "{status} on {platform}");
                assert_eq!(stored[0]["conversionSyncStatus"], state, "{status} on {platform}");
            }
        }
    }
    assert_eq!(rows, 11);
}

#[test]
fn an_event_is_pending_until_its_time_has_come_and_then_what_the_knob_said() {
    let sandbox = Sandbox::frozen(&[]);
    for (outcome, expected) in [("synced", [0, 1, 0, 0, 0]), ("partial", [0, 0, 1, 0, 0]), ("failed", [0, 0, 0, 1, 0])]
    {
        sandbox.knob("POST", "/reset", "");
        sandbox.knob("POST", "/clock", r#"{"frozen":true}"#);
        settings(&sandbox, json!({ "conversionOutcome": outcome, "conversionSyncMs": 5000 }));
        created(&sandbox, r#"{"firstName":"Andi","adPlatform":"tiktok"}"#);
        // Decided when it was queued.
        settings(&sandbox, json!({ "conversionOutcome": "synced" }));
        advance(&sandbox, 4_999);
        assert_eq!(counts(&sandbox, ""), [1, 0, 0, 0, 0], "{outcome}");
        advance(&sandbox, 1);
        assert_eq!(counts(&sandbox, ""), expected, "{outcome}");
        let listed = sandbox.api("GET", PENDING, "").data();
        assert_eq!(listed.as_array().map(Vec::len), Some(usize::from(outcome == "failed")), "{outcome}: {listed}");
    }
}

#[test]
fn only_a_change_of_status_moves_the_state() {
    let sandbox = Sandbox::frozen(&[]);
    let id = created(&sandbox, r#"{"firstName":"Andi"}"#);
    assert_eq!(state(&sandbox, &id), "none");
    update(&sandbox, &id, r#"{"adPlatform":"tiktok"}"#);
    assert_eq!(state(&sandbox, &id), "none");
    update(&sandbox, &id, r#"{"status":"contacted"}"#);
    assert_eq!(state(&sandbox, &id), "pending");
    advance(&sandbox, 60_000);
    for unmoved in [r#"{"status":"contacted"}"#, r#"{"notes":"x"}"#, "{}"] {
        update(&sandbox, &id, unmoved);
        assert_eq!(state(&sandbox, &id), "synced", "{unmoved}");
    }
    let synced = sandbox.stored(&format!("id={id}"))[0]["lastConversionSyncAt"].clone();
    assert_eq!(synced, "2025-01-16T08:01:00.000Z");
    update(&sandbox, &id, r#"{"status":"won"}"#);
    let pending = sandbox.api("GET", PENDING, "").data();
    assert_eq!(
        (&pending[0]["conversionSyncStatus"], &pending[0]["lastConversionSyncAt"]),
        (&"pending".into(), &synced)
    );
    // TikTok is sent nothing for a lost lead.
    update(&sandbox, &id, r#"{"status":"lost"}"#);
    assert_eq!(state(&sandbox, &id), "none");
    assert_eq!(sandbox.api("GET", PENDING, "").data(), json!([]));
}

#[test]
fn the_status_can_be_had_for_one_platform() {
    let sandbox = Sandbox::frozen(&[]);
    for (platform, times) in [("meta", 3), ("google", 2), ("posthog", 1)] {
        for _ in 0..times {
            sandbox.create(&json!({ "firstName": "Andi", "adPlatform": platform }).to_string());
        }
    }
    sandbox.create(r#"{"firstName":"Andi"}"#);
    assert_eq!(counts(&sandbox, ""), [5, 0, 0, 0, 2]);
    assert_eq!(counts(&sandbox, "platform=meta"), [3, 0, 0, 0, 0]);
    assert_eq!(counts(&sandbox, "platform=posthog&timeframe=today"), [0, 0, 0, 0, 1]);
    assert_eq!(counts(&sandbox, "platform=linkedin"), [0; 5]);
    assert_eq!(counts(&sandbox, "platform=meta&to=2025-01-16"), [0; 5]);
    let refused = sandbox.api("GET", &format!("{STATUS}?platform=myspace"), "");
    assert!(refused.json()["error"]["details"]["platform"].is_string(), "{}", refused.text);
}

#[test]
fn the_seeds_events_have_mostly_arrived_and_always_the_same_way() {
    let sandbox = Sandbox::start(&["--leads", "1000", "--plan", "none"]);
    let [pending, synced, partial, failed, none] = counts(&sandbox, "timeframe=all_time");
    assert_eq!(pending + synced + partial + failed + none, 1000);
    assert!(synced > 400 && none > 400, "{synced} synced, {none} none");
    assert!([pending, partial, failed].into_iter().all(|few| (5..50).contains(&few)), "{pending} {partial} {failed}");
    for lead in sandbox.stored("limit=1000") {
        let (status, platform) = (&lead["status"], &lead["adPlatform"]);
        let (_, events) = mapping().find(|(name, _)| status == name).expect("a status");
        let column = ["meta", "google", "tiktok", "linkedin"].iter().position(|name| platform == name);
        let event = column.map(|column| events[column]).filter(|event| *event != "-");
        assert_eq!(lead["conversionEvent"].as_str(), event, "{lead}");
    }
    let states = |sandbox: &Sandbox| -> Vec<Value> {
        sandbox.stored("limit=1000").iter().map(|lead| lead["conversionSyncStatus"].clone()).collect()
    };
    let first = states(&sandbox);
    sandbox.knob("POST", "/reset", r#"{"leads":1000}"#);
    assert_eq!(states(&sandbox), first);
    let listed = sandbox.api("GET", PENDING, "").data();
    assert_eq!(listed.as_array().map(Vec::len), usize::try_from(pending + failed).ok());
    // An hour later nothing of it is pending.
    sandbox.knob("POST", "/clock", r#"{"advanceMs":3600000}"#);
    assert_eq!(counts(&sandbox, "timeframe=all_time")[0], 0);
}
