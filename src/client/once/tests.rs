use std::time::Duration;

use super::*;
use crate::transport::memory::{Canned, Memory, now_or_never};

/// What `crm-1` becomes, computed by another implementation of SHA-256.
const CODE: &str = "kf-wvhfqfwmpejxc3yrr5j3";

fn lead() -> CreateLead {
    CreateLead::default().first_name("Andi").external_ref("crm-1")
}

fn listed(leads: &str, total: u64) -> Canned {
    Canned::ok(format!(r#"{{"success":true,"data":[{leads}],"pagination":{{"page":1,"total":{total}}}}}"#))
}

fn nothing() -> Canned {
    listed("", 0)
}

fn there() -> Canned {
    listed(&format!(r#"{{"id":"lead_1","uniqueCode":"{CODE}"}}"#), 1)
}

fn created() -> Canned {
    Canned::new(201, r#"{"success":true,"data":{"id":"lead_1"}}"#)
}

fn taken() -> Canned {
    let body =
        r#"{"success":false,"error":{"code":"VALIDATION_ERROR","message":"no","details":{"uniqueCode":"Taken"}}}"#;
    Canned::new(400, body)
}

fn forbidden() -> Canned {
    Canned::new(403, r#"{"success":false,"error":{"code":"FORBIDDEN","message":"no","details":null}}"#)
}

/// What came of the call, and the methods of the requests, in order.
fn play(lead: &CreateLead, answers: impl IntoIterator<Item = Canned>) -> (Result<String, Error>, String, Memory) {
    let memory = Memory::new(answers);
    let created = now_or_never(memory.client().leads().create_once(lead)).map(|reply| reply.data.id);
    let methods: Vec<_> = memory.sent().iter().map(|sent| sent.method).collect();
    (created, methods.join(" "), memory)
}

#[test]
fn the_derived_code_is_the_same_everywhere() {
    assert_eq!(derived_code("crm-1"), CODE);
    assert_eq!(derived_code("order 42"), "kf-b44ptppmyy0qv992k1jq");
    assert_eq!(derived_code("Pesanan №7 🙂"), "kf-rzdtp9ysarbtt4wq79gg");
}

#[test]
fn a_lead_with_a_reference_is_looked_up_and_then_sent_with_its_code() {
    let (created, methods, memory) = play(&lead(), [nothing(), created()]);

    assert_eq!((created, methods.as_str()), (Ok("lead_1".to_owned()), "GET POST"));
    let sent = memory.sent();
    assert!(sent[0].url.ends_with(&format!("/leads?limit=100&search={CODE}")), "{}", sent[0].url);
    assert!(sent[1].body.contains(&format!(r#""uniqueCode":"{CODE}""#)), "{}", sent[1].body);
}

#[test]
fn a_lead_that_is_there_is_answered_and_nothing_is_sent() {
    let (created, methods, _) = play(&lead(), [there()]);
    assert_eq!((created, methods.as_str()), (Ok("lead_1".to_owned()), "GET"));
}

#[test]
fn a_lead_without_a_reference_is_sent_at_once_with_one_of_its_own() {
    let (created, methods, memory) = play(&CreateLead::default().first_name("Andi").external_ref(""), [created()]);

    assert_eq!((created, methods.as_str()), (Ok("lead_1".to_owned()), "POST"));
    let sent: CreateLead = serde_json::from_str(&memory.sent()[0].body).unwrap();
    // The dice of this transport always show the same.
    assert_eq!(sent.external_ref.as_deref(), Some("80808080-8080-4080-8080-808080808080"));
    assert_eq!(sent.unique_code, sent.external_ref.as_deref().map(derived_code));
}

#[test]
fn a_code_of_the_caller_s_is_kept() {
    let (_, _, memory) = play(&lead().unique_code("KNK-7"), [nothing(), created()]);
    assert!(memory.sent()[0].url.ends_with("search=KNK-7"));
    assert!(memory.sent()[1].body.contains(r#""uniqueCode":"KNK-7""#));
}

#[test]
fn a_post_of_unknown_outcome_is_looked_up_and_never_repeated() {
    let unknown = [
        Canned::cut(),
        Canned::cut_while_read(201),
        Canned::new(500, ""),
        Canned::new(408, ""),
        Canned::new(307, ""),
        Canned::new(201, "{\"da"),
        // The table takes it, and serde does not.
        Canned::new(201, r#"{"success":true,"data":{"id":"\ud800"}}"#),
        created().after(Duration::from_secs(60)),
    ];
    for answer in unknown {
        let told = format!("{answer:?}");
        let (created, methods, _) =
            play(&lead(), [nothing(), answer, nothing(), Canned::cut(), Canned::cut(), Canned::cut(), there()]);
        assert_eq!(created, Ok("lead_1".to_owned()), "{told}");
        assert_eq!(methods, "GET POST GET GET GET GET GET", "{told}");
    }
}

#[test]
fn the_post_gets_half_of_what_is_left() {
    let slow_look_up = nothing().after(Duration::from_secs(10));
    let (created, _, memory) = play(&lead(), [slow_look_up, created().after(Duration::from_secs(60)), there()]);

    assert_eq!(created, Ok("lead_1".to_owned()));
    let timeouts: Vec<_> = memory.sent().iter().map(|sent| sent.timeout_ms).collect();
    assert_eq!(timeouts, [30_000.0, 10_000.0, 5_000.0]);
}

#[test]
fn at_the_deadline_the_error_says_with_what_to_ask_again() {
    let answers = [nothing(), Canned::cut()].into_iter().chain(std::iter::repeat_with(nothing).take(50));
    let (created, methods, memory) = play(&lead(), answers);

    let error = created.unwrap_err();
    assert_eq!((error.kind, &error.code, error.outcome_unknown), (Kind::OutcomeUnknown, &Code::OutcomeUnknown, true));
    assert_eq!((error.external_ref.as_deref(), error.unique_code.as_deref()), (Some("crm-1"), Some(CODE)));
    assert_eq!(methods.matches("POST").count(), 1);
    assert!(methods.matches("GET").count() > 5, "{methods}");
    assert!(memory.now() - 1_700_000_000_000.0 < 30_000.0);
}

#[test]
fn a_look_up_that_fails_or_cannot_be_judged_permits_no_post() {
    let (created, methods, _) = play(&lead(), [forbidden()]);
    assert_eq!((created.unwrap_err().kind, methods.as_str()), (Kind::PermissionDenied, "GET"));

    let (created, methods, _) = play(&lead(), [listed(r#"{"id":"lead_9","uniqueCode":"KNK-9"}"#, 2)]);
    assert_eq!((&created.unwrap_err().code, methods.as_str()), (&Code::NotVerifiable, "GET"));

    let others = listed(&format!(r#"{{"id":"lead_9","uniqueCode":"{CODE}","externalRef":"crm-9"}}"#), 1);
    let (created, methods, _) = play(&lead(), [others, taken(), there()]);
    assert_eq!((created, methods.as_str()), (Ok("lead_1".to_owned()), "GET POST GET"), "another's reference is no hit");
}

#[test]
fn a_taken_code_means_look_up_where_it_can_be_ours() {
    let (created, methods, _) = play(&lead(), [nothing(), taken(), nothing(), there()]);
    assert_eq!((created, methods.as_str()), (Ok("lead_1".to_owned()), "GET POST GET GET"));

    let anothers = CreateLead::default().first_name("Andi").unique_code("KNK-1");
    let (created, methods, _) = play(&anothers, [taken()]);
    assert_eq!((created.unwrap_err().kind, methods.as_str()), (Kind::Validation, "POST"));
}

#[test]
fn a_code_that_stays_taken_is_told_as_such() {
    let answers = [nothing(), taken()].into_iter().chain(std::iter::repeat_with(nothing).take(50));
    let (created, ..) = play(&lead(), answers);
    let error = created.unwrap_err();
    assert_eq!((error.kind, error.outcome_unknown), (Kind::Validation, false));
}

#[test]
fn who_may_not_look_need_not_wait() {
    let (created, methods, memory) = play(&lead(), [nothing(), Canned::cut(), forbidden()]);
    assert_eq!((created.unwrap_err().kind, methods.as_str()), (Kind::OutcomeUnknown, "GET POST GET"));
    assert_eq!(memory.waits(), []);
}

#[test]
fn a_refusal_is_told_as_it_is() {
    let (created, methods, _) = play(&lead(), [nothing(), forbidden()]);
    let error = created.unwrap_err();
    assert_eq!((error.kind, error.outcome_unknown, methods.as_str()), (Kind::PermissionDenied, false, "GET POST"));
}

#[test]
fn a_lead_that_breaks_a_rule_is_not_even_looked_up() {
    let (created, methods, _) = play(&lead().email("andi"), []);
    assert_eq!((created.unwrap_err().kind, methods.as_str()), (Kind::Validation, ""));
}
