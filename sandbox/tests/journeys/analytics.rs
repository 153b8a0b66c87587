//! Analytics: summary, funnel, campaigns, and the span of time that they share with the conversions' status.

use serde_json::{Value, json};

use crate::running::{LEADS, Sandbox};

const ANALYTICS: &str = "/api/v2/agent/analytics";
/// Everything that takes a span.
const SPANS: [&str; 4] = [
    "/api/v2/agent/analytics/summary",
    "/api/v2/agent/analytics/funnel",
    "/api/v2/agent/analytics/campaigns",
    "/api/v2/agent/conversions/status",
];

fn get(sandbox: &Sandbox, path: &str) -> Value {
    sandbox.api("GET", &format!("{ANALYTICS}/{path}"), "").data()
}

fn clock(sandbox: &Sandbox, at: &str) {
    sandbox.knob("POST", "/clock", &format!(r#"{{"set":"{at}"}}"#));
}

/// The leads behind the contract's example: 156, of which 12 are won for 45 million in all.
fn example_leads(sandbox: &Sandbox) {
    for (status, count) in
        [("lost", 19), ("won", 12), ("proposal", 20), ("qualified", 25), ("contacted", 38), ("new", 42)]
    {
        for number in 0..count {
            let mut lead = json!({ "firstName": "Budi", "status": status, "estimatedValue": 1_000_000 });
            if status == "won" && number < 11 {
                lead["actualValue"] = 4_000_000.into();
            }
            sandbox.create(&lead.to_string());
        }
    }
}

#[test]
fn summary_and_funnel_answer_the_contracts_examples() {
    let sandbox = Sandbox::frozen(&["--plan", "none"]);
    clock(&sandbox, "2025-01-15T10:30:00.000Z");
    example_leads(&sandbox);
    let summary = sandbox.api("GET", &format!("{ANALYTICS}/summary?timeframe=last_7_days"), "");
    assert_eq!(
        summary.text,
        concat!(
            r#"{"success":true,"data":{"totalLeads":156,"newLeads":42,"contactedLeads":38,"totalConversions":12,"#,
            r#""totalConversionValue":45000000,"timeframe":"last_7_days","#,
            r#""period":{"from":"2025-01-08T17:00:00.000Z","to":"2025-01-15T17:00:00.000Z"}}}"#
        )
    );
    let funnel = sandbox.api("GET", &format!("{ANALYTICS}/funnel?timeframe=current_month"), "");
    assert_eq!(
        funnel.text,
        concat!(
            r#"{"success":true,"data":[{"status":"new","count":42,"percentage":26.92},"#,
            r#"{"status":"contacted","count":38,"percentage":24.36},{"status":"qualified","count":25,"percentage":16.03},"#,
            r#"{"status":"proposal","count":20,"percentage":12.82},{"status":"won","count":12,"percentage":7.69},"#,
            r#"{"status":"lost","count":19,"percentage":12.18}]}"#
        )
    );
}

#[test]
fn an_empty_workspace_has_zeros_and_empty_lists() {
    let sandbox = Sandbox::frozen(&[]);
    let summary = get(&sandbox, "summary");
    assert_eq!((&summary["totalLeads"], &summary["totalConversionValue"]), (&json!(0), &json!(0)));
    assert_eq!(summary["timeframe"], "last_30_days", "the default");
    assert_eq!(get(&sandbox, "funnel"), json!([]));
    assert_eq!(get(&sandbox, "campaigns"), json!([]));
}

#[test]
fn a_lead_counts_from_its_first_to_its_last_millisecond_in_the_workspaces_days() {
    let sandbox = Sandbox::frozen(&["--plan", "none"]);
    // The clock shows Thursday, 15:00 in Jakarta. Each preset's first moment, and the one before it.
    for (timeframe, from) in [
        ("today", "2025-01-15T17:00:00.000Z"),
        ("last_7_days", "2025-01-09T17:00:00.000Z"),
        ("last_30_days", "2024-12-17T17:00:00.000Z"),
        ("current_week", "2025-01-12T17:00:00.000Z"),
        ("current_month", "2024-12-31T17:00:00.000Z"),
    ] {
        sandbox.knob("POST", "/reset", "");
        sandbox.knob("POST", "/clock", &format!(r#"{{"frozen":true,"set":"{from}","advanceMs":-1}}"#));
        sandbox.create(r#"{"firstName":"Before"}"#);
        clock(&sandbox, from);
        sandbox.create(r#"{"firstName":"Within"}"#);
        clock(&sandbox, "2025-01-16T08:00:00.000Z");
        for path in SPANS.into_iter().filter(|path| !path.ends_with("campaigns")) {
            let data = sandbox.api("GET", &format!("{path}?timeframe={timeframe}"), "").data();
            assert_eq!(total(&data), 1, "{path} {timeframe}");
            let all = sandbox.api("GET", &format!("{path}?timeframe=all_time"), "").data();
            assert_eq!(total(&all), 2, "{path} {timeframe}");
        }
        let period = get(&sandbox, &format!("summary?timeframe={timeframe}"))["period"].clone();
        assert_eq!(period, json!({ "from": from, "to": "2025-01-16T17:00:00.000Z" }));
    }
}

/// The leads in any answer about a span.
fn total(data: &Value) -> u64 {
    let number = |value: &Value| value.as_u64().expect("a number");
    match data.as_array() {
        Some(rows) => rows.iter().map(|row| number(row.get("count").unwrap_or(&row["leads"]))).sum(),
        None if data["totalLeads"].is_u64() => number(&data["totalLeads"]),
        None => data.as_object().expect("an object").values().map(number).sum(),
    }
}

#[test]
fn custom_dates_override_the_preset_and_hold_their_beginning_but_not_their_end() {
    let sandbox = Sandbox::frozen(&[]);
    for at in ["2025-01-10T00:00:00.000Z", "2025-01-11T00:00:00.000Z", "2025-01-12T00:00:00.000Z"] {
        clock(&sandbox, at);
        sandbox.create(r#"{"firstName":"Andi"}"#);
    }
    clock(&sandbox, "2025-01-16T08:00:00.000Z");
    for (query, expected) in [
        ("from=2025-01-10&to=2025-01-12", 2),
        ("from=2025-01-10&to=2025-01-12&timeframe=today", 2),
        ("from=2025-01-10T00:00:00.001Z", 2),
        ("from=2025-01-11T07:00:00%2B07:00&to=2025-01-12", 1),
        ("to=2025-01-11", 1),
        ("to=2025-01-10", 0),
        ("from=2025-01-11&to=2025-01-11", 0),
    ] {
        let summary = get(&sandbox, &format!("summary?{query}"));
        assert_eq!(summary["totalLeads"], expected, "{query}");
        assert!(summary.get("timeframe").is_none(), "{summary}");
    }
    let period = get(&sandbox, "summary?from=2025-01-10&to=2025-01-12")["period"].clone();
    assert_eq!(period, json!({ "from": "2025-01-10T00:00:00.000Z", "to": "2025-01-12T00:00:00.000Z" }));
}

#[test]
fn a_span_that_makes_no_sense_is_refused_by_field() {
    let sandbox = Sandbox::start(&[]);
    for path in SPANS {
        for (query, field) in [
            ("timeframe=yesterday", "timeframe"),
            ("from=yesterday", "from"),
            ("to=2025-13-01", "to"),
            ("from=2025-01-02&to=2025-01-01", "from"),
        ] {
            let answer = sandbox.api("GET", &format!("{path}?{query}"), "");
            assert_eq!((answer.status, answer.code().as_str()), (400, "VALIDATION_ERROR"), "{path}?{query}");
            assert!(answer.json()["error"]["details"][field].is_string(), "{path}?{query}: {}", answer.text);
        }
        assert_eq!(sandbox.api("GET", &format!("{path}?unknown=1"), "").status, 200, "{path}");
    }
}

#[test]
fn a_conversion_is_worth_its_actual_value_or_else_its_estimate_or_nothing() {
    let sandbox = Sandbox::frozen(&[]);
    for values in [
        json!({ "estimatedValue": 5, "actualValue": 0.5 }),
        json!({ "estimatedValue": 20, "actualValue": 0 }),
        json!({ "estimatedValue": 100 }),
        json!({}),
    ] {
        let mut lead = values;
        lead["firstName"] = "Andi".into();
        lead["status"] = "won".into();
        sandbox.create(&lead.to_string());
    }
    sandbox.create(r#"{"firstName":"Dewi","status":"invoice","actualValue":1000}"#);
    let summary = get(&sandbox, "summary");
    assert_eq!((&summary["totalConversions"], &summary["totalConversionValue"]), (&json!(4), &json!(100.5)));
    for _ in 0..2 {
        sandbox.create(r#"{"firstName":"Andi","status":"won","actualValue":1.7e308}"#);
    }
    assert!(get(&sandbox, "summary")["totalConversionValue"].is_f64(), "the sum has no place in JSON");
}

#[test]
fn a_soft_deleted_lead_counts_nowhere_and_a_search_lag_hides_none() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"searchLagMs":5000,"times":null}"#);
    let id = sandbox.create(r#"{"firstName":"Andi","adPlatform":"meta"}"#)["id"].as_str().expect("an id").to_owned();
    for (path, before) in SPANS.into_iter().zip([1, 1, 0, 1]) {
        assert_eq!(total(&sandbox.api("GET", path, "").data()), before, "{path}");
    }
    assert_eq!(sandbox.api("GET", "/api/v2/agent/conversions/pending", "").data().as_array().map(Vec::len), Some(1));
    sandbox.knob("DELETE", &format!("/leads/{id}"), "");
    for path in SPANS {
        assert_eq!(total(&sandbox.api("GET", path, "").data()), 0, "{path}");
    }
    assert_eq!(sandbox.api("GET", "/api/v2/agent/conversions/pending", "").data(), json!([]));
}

#[test]
fn the_seeds_analytics_agree_with_its_leads() {
    let sandbox = Sandbox::start(&["--leads", "1000", "--plan", "none"]);
    let leads = sandbox.stored("limit=1000");
    let worth = |lead: &Value| lead["actualValue"].as_f64().or(lead["estimatedValue"].as_f64()).unwrap_or(0.0);
    let won = |lead: &&Value| lead["status"] == "won";

    let summary = get(&sandbox, "summary?timeframe=all_time");
    assert_eq!(summary["totalLeads"], 1000);
    assert_eq!(summary["totalConversions"], leads.iter().filter(won).count());
    assert_eq!(summary["totalConversionValue"].as_f64(), Some(leads.iter().filter(won).map(worth).sum()));

    let funnel = get(&sandbox, "funnel?timeframe=all_time");
    let documented = "pageview new contacted responded qualified hot proposal negotiation invoice won lost";
    let steps = funnel.as_array().expect("a list");
    assert_eq!(
        steps.iter().map(|step| step["status"].as_str().expect("a status")).collect::<Vec<_>>().join(" "),
        documented
    );
    for step in steps {
        let count = leads.iter().filter(|lead| lead["status"] == step["status"]).count();
        assert_eq!((&step["count"], step["percentage"].as_f64()), (&json!(count), Some(count as f64 / 10.0)));
    }

    let campaigns = get(&sandbox, "campaigns?timeframe=all_time");
    let rows = campaigns.as_array().expect("a list");
    assert_eq!(rows.len(), 6);
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row["leads"].as_u64())), "{campaigns}");
    for row in rows {
        let mut of: Vec<_> = leads.iter().filter(|lead| lead["campaign"] == row["campaignName"]).collect();
        assert_eq!(row["leads"], of.len());
        assert!(of.iter().all(|lead| lead["adPlatform"] == row["adPlatform"]));
        of.retain(won);
        assert_eq!(row["conversions"], of.len());
        assert_eq!(row["conversionValue"].as_f64(), Some(of.into_iter().map(worth).sum()));
        let fields: Vec<_> = row.as_object().expect("a row").keys().map(String::as_str).collect();
        assert_eq!(fields, ["adPlatform", "campaignName", "conversionValue", "conversions", "leads"]);
    }
    sandbox.create(r#"{"firstName":"Andi","adPlatform":"meta","campaign":"Promo Januari"}"#);
    assert_eq!(get(&sandbox, "campaigns?timeframe=all_time"), campaigns, "a client cannot set a campaign");
    assert!(sandbox.api("GET", LEADS, "").text.find("campaign").is_none());
}
