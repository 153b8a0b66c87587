//! Workspace Info.

use serde_json::{Value, json};

use crate::running::Sandbox;

fn workspace(sandbox: &Sandbox) -> Value {
    sandbox.api("GET", "/api/v2/agent/workspace", "").data()
}

#[test]
fn it_answers_the_contracts_example() {
    let sandbox = Sandbox::frozen(&["--leads-per-day", "500"]);
    for _ in 0..23 {
        sandbox.create(r#"{"firstName":"Andi"}"#);
    }
    assert_eq!(
        sandbox.api("GET", "/api/v2/agent/workspace", "").text,
        concat!(
            r#"{"success":true,"data":{"displayName":"Toko Budi Online","timezone":"Asia/Jakarta","currency":"IDR","#,
            r#""language":"id","dateFormat":"DD/MM/YYYY","trackingCode":"KNK-abc123","#,
            r#""subscription":{"plan":"pro","status":"active","interval":"monthly","currentPeriodEnd":"2025-02-15T00:00:00.000Z"},"#,
            r#""usage":{"leadsPerDay":{"limit":500,"current":23},"teamMembers":5,"activeRotators":2}}}"#
        )
    );
}

#[test]
fn the_plan_and_the_daily_limit_are_those_of_the_settings() {
    let sandbox = Sandbox::frozen(&[]);
    assert_eq!(workspace(&sandbox)["usage"]["leadsPerDay"], json!({ "limit": null, "current": 0 }));
    for (plan, shown) in
        [("starter", "starter"), ("pro", "pro"), ("enterprise", "enterprise"), ("custom", "custom"), ("none", "custom")]
    {
        sandbox.plan(plan);
        assert_eq!(workspace(&sandbox)["subscription"]["plan"], shown);
    }
}

#[test]
fn leads_are_counted_by_the_day_in_jakarta_deleted_ones_too() {
    let sandbox = Sandbox::frozen(&[]);
    let current = || workspace(&sandbox)["usage"]["leadsPerDay"]["current"].clone();
    sandbox.create(r#"{"firstName":"Andi"}"#);
    let id = sandbox.create(r#"{"firstName":"Dewi"}"#)["id"].as_str().expect("an id").to_owned();
    sandbox.knob("DELETE", &format!("/leads/{id}"), "");
    // 08:00 UTC is 15:00 in Jakarta: nine hours are left of the day.
    sandbox.knob("POST", "/clock", r#"{"advanceMs":32399999}"#);
    assert_eq!(current(), 2);
    sandbox.knob("POST", "/clock", r#"{"advanceMs":1}"#);
    assert_eq!(current(), 0);
}
