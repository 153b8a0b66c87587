use std::time::Duration;

use super::*;
use crate::endpoint::operation;
use crate::request::{Target, build};
use crate::response::Head;
use crate::transport::memory::{Canned, Memory, now_or_never};

const LEAD: &str = r#"{"success":true,"data":{"id":"lead_1"}}"#;

fn call(name: &str) -> Call {
    let operation = operation(name).unwrap();
    let key = Some(Secret::new("knk_secret"));
    let target = Target { base_url: "https://konektor.id".to_owned(), api_key: key.clone(), headers: Vec::new() };
    let body = match name {
        "leads.create" => br#"{"firstName":"Andi"}"#.to_vec(),
        "leads.update" => br#"{"status":"won"}"#.to_vec(),
        _ => Vec::new(),
    };
    let input = Some(body.as_slice()).filter(|body| !body.is_empty());
    let request = build(operation, &target, "lead_1", input).unwrap();
    let (answer, repeat) = (&operation.answer, operation.repeat);
    Call { answer, repeat, request, body, timeout_ms: 30_000.0, max_retries: 2, pacing: true, key }
}

/// Runs a call over some answers: what came of it, how many requests were sent, and the waits between them.
fn play(call: &Call, answers: impl IntoIterator<Item = Canned>) -> (Result<Received, Error>, usize, Vec<(f64, Phase)>) {
    let memory = Memory::new(answers);
    let result = now_or_never(run(&memory, &Session::default(), call));
    (result, memory.sent().len(), memory.waits())
}

fn limited(status: u16, retry_after: &str) -> Canned {
    Canned::new(status, "{}").header("Retry-After", retry_after)
}

#[test]
fn an_answer_ends_a_call() {
    let (result, sent, waits) = play(&call("leads.get"), [Canned::new(200, LEAD)]);
    assert_eq!(result.unwrap().body, LEAD.as_bytes());
    assert_eq!((sent, waits), (1, vec![]));
}

#[test]
fn a_read_is_tried_three_times_and_then_tells_the_last_failure() {
    let (result, sent, waits) =
        play(&call("leads.get"), [Canned::cut(), Canned::new(502, "<html>Bad gateway"), Canned::new(503, "")]);
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.status, error.attempts, error.outcome_unknown), (Kind::Server, Some(503), 3, false));
    assert_eq!((sent, waits), (3, vec![(250.0, Phase::Backoff), (500.0, Phase::Backoff)]));
}

#[test]
fn a_change_of_a_lead_is_repeated_with_its_body() {
    let memory = Memory::new([Canned::new(500, ""), Canned::new(200, LEAD)]);
    now_or_never(run(&memory, &Session::default(), &call("leads.update"))).unwrap();
    let sent = memory.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!((&sent[0].method, &sent[0].url, &sent[0].body), (&sent[1].method, &sent[1].url, &sent[1].body));
    assert_eq!(sent[0].body, r#"{"status":"won"}"#);
}

#[test]
fn a_lead_is_created_again_only_when_the_server_refused_to_look() {
    let (result, sent, _) = play(&call("leads.create"), [limited(429, "3"), Canned::new(201, LEAD)]);
    assert!(result.is_ok());
    assert_eq!(sent, 2);
    for scene in [
        Canned::cut(),
        Canned::new(500, ""),
        Canned::new(503, ""),
        Canned::new(408, ""),
        Canned::new(302, ""),
        Canned::new(0, ""),
        Canned::new(201, "{\"da"),
    ] {
        let (result, sent, _) = play(&call("leads.create"), [scene]);
        let error = result.unwrap_err();
        assert_eq!((sent, error.outcome_unknown), (1, true), "{error}");
    }
}

#[test]
fn a_refusal_is_a_known_outcome() {
    for status in [400, 401, 403, 404, 429] {
        let (result, ..) = play(&Call { max_retries: 0, ..call("leads.create") }, [Canned::new(status, "{}")]);
        assert!(!result.unwrap_err().outcome_unknown, "{status}");
    }
}

#[test]
fn the_server_says_when_to_come_back() {
    let (result, _, waits) = play(&call("leads.get"), [limited(429, "7"), Canned::new(200, LEAD)]);
    assert!(result.is_ok());
    assert_eq!(waits, [(7_000.0, Phase::Backoff)]);
}

#[test]
fn a_wait_that_does_not_fit_the_deadline_ends_the_call_at_once() {
    for (retry_after, seconds) in [("31", 31.0), ("1000000000", 1e9), ("99999999999999999999", 1e12)] {
        let (result, sent, waits) = play(&call("leads.get"), [limited(429, retry_after)]);
        let error = result.unwrap_err();
        assert_eq!((error.kind, error.retry_after), (Kind::RateLimit, Some(seconds)));
        assert_eq!((sent, waits.len()), (1, 0));
    }
}

#[test]
fn a_retry_after_that_cannot_be_read_is_none() {
    for retry_after in ["-5", "soon", "", "1.5"] {
        let (result, sent, waits) = play(&call("leads.get"), [limited(429, retry_after), Canned::new(200, LEAD)]);
        assert!(result.is_ok());
        assert_eq!((sent, waits), (2, vec![(250.0, Phase::Backoff)]), "{retry_after}");
    }
}

#[test]
fn one_deadline_holds_over_all_attempts_and_says_what_it_cut() {
    let slow = || Canned::ok(LEAD).after(Duration::from_secs(40));
    let (result, sent, _) = play(&call("leads.get"), [Canned::cut(), slow()]);
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.phase, error.attempts), (Kind::Timeout, Some(Phase::Connect), 2));
    assert_eq!(sent, 2);
    let (result, ..) = play(&call("leads.create"), [slow()]);
    assert!(result.unwrap_err().outcome_unknown);
    let (result, sent, _) = play(&Call { timeout_ms: 0.0, ..call("leads.get") }, []);
    assert_eq!((result.unwrap_err().kind, sent), (Kind::Timeout, 0));
}

#[test]
fn an_abort_ends_a_wait() {
    for phase in [Phase::Backoff, Phase::Pacing] {
        let memory = Memory::new([Canned::cut(), Canned::new(200, LEAD)]);
        memory.abort_while(phase);
        let session = Session::default();
        if phase == Phase::Pacing {
            session.change(|state| state.pacing.resume_at = memory.now() + 5_000.0);
        }
        let error = now_or_never(run(&memory, &session, &call("leads.get"))).unwrap_err();
        assert_eq!((error.kind, error.phase), (Kind::Aborted, Some(phase)));
    }
}

#[test]
fn an_abort_while_a_lead_is_created_leaves_the_outcome_open() {
    let (result, sent, _) = play(&call("leads.create"), [Canned::aborted()]);
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.outcome_unknown, sent), (Kind::Aborted, true, 1));
}

fn used_up(memory: &Memory) -> Head {
    Head {
        status: 200,
        remaining: Some("0".to_owned()),
        reset: Some(((memory.now() / 1000.0) as u64 + 20).to_string()),
        date_ms: Some(memory.now()),
        ..Head::default()
    }
}

#[test]
fn a_window_used_up_is_waited_out_by_the_next_call() {
    let memory = Memory::new([]);
    let head = used_up(&memory);
    let memory = Memory::new([Canned::answer(head, LEAD), Canned::new(200, LEAD)]);
    let session = Session::default();
    now_or_never(run(&memory, &session, &call("leads.get"))).unwrap();
    now_or_never(run(&memory, &session, &call("leads.get"))).unwrap();
    assert_eq!(memory.waits(), [(20_000.0, Phase::Pacing)]);
}

#[test]
fn a_window_beyond_the_deadline_is_an_error_without_a_request_unless_pacing_is_off() {
    let memory = Memory::new([]);
    let head = used_up(&memory);
    let memory = Memory::new([Canned::answer(head, LEAD), Canned::new(200, LEAD)]);
    let session = Session::default();
    now_or_never(run(&memory, &session, &call("leads.get"))).unwrap();
    let hurried = Call { timeout_ms: 5_000.0, ..call("leads.get") };
    let error = now_or_never(run(&memory, &session, &hurried)).unwrap_err();
    assert_eq!((error.kind, error.retry_after, error.attempts), (Kind::RateLimit, Some(20.0), 0));
    assert_eq!(memory.sent().len(), 1);
    let careless = Call { pacing: false, ..hurried };
    assert!(now_or_never(run(&memory, &session, &careless)).is_ok());
}

#[test]
fn the_calls_of_a_client_share_one_budget_of_retries() {
    let session = Session::default();
    let mut sent = 0;
    for _ in 0..10 {
        let memory = Memory::new((0..3).map(|_| Canned::new(500, "")));
        assert!(now_or_never(run(&memory, &session, &call("leads.get"))).is_err());
        sent += memory.sent().len();
    }
    assert_eq!(sent, 20, "ten first attempts and the ten retries of the budget");
}

#[test]
fn a_redirect_is_not_followed() {
    for status in [301, 302, 307, 308, 0] {
        let (result, sent, _) = play(&call("leads.get"), [Canned::new(status, "")]);
        let error = result.unwrap_err();
        assert_eq!((error.code.as_str(), sent), ("REDIRECT_REFUSED", 1));
    }
}

#[test]
fn a_request_of_no_operation_is_repeated_by_its_method() {
    for (method, sent) in [("PUT", 3), ("DELETE", 3), ("POST", 1)] {
        let memory = Memory::new([Canned::cut(), Canned::new(503, ""), Canned::new(200, "[1]")]);
        let reply = now_or_never(memory.client().request(method, "/api/v2/agent/tags", Some(&["a"])));
        assert_eq!(memory.sent().len(), sent, "{method}");
        assert_eq!(reply.is_ok_and(|reply| reply.data == serde_json::json!([1])), sent == 3, "{method}");
    }
}

#[test]
fn what_an_earlier_attempt_may_have_done_is_not_forgotten() {
    let update = || call("leads.update");
    let (refused, ..) = play(&update(), [Canned::cut(), Canned::new(400, "{}")]);
    assert!(refused.unwrap_err().outcome_unknown);
    let (refused, ..) = play(&update(), [Canned::new(400, "{}")]);
    assert!(!refused.unwrap_err().outcome_unknown);

    let memory = Memory::new([Canned::new(500, "")]);
    memory.abort_while(Phase::Backoff);
    let aborted = now_or_never(run(&memory, &Session::default(), &update())).unwrap_err();
    assert_eq!((aborted.kind, aborted.outcome_unknown), (Kind::Aborted, true));

    let (read, ..) = play(&call("leads.get"), [Canned::cut(), Canned::cut(), Canned::cut()]);
    assert!(!read.unwrap_err().outcome_unknown);
}

#[test]
fn an_answer_that_is_cut_is_told_with_its_head_and_paces_the_next_call() {
    let half = Canned::cut_while_read(201).header("x-request-id", "req_1").header("x-ratelimit-remaining", "0");
    let memory = Memory::new([half.header("x-ratelimit-reset", "1700000020")]);
    let session = Session::default();
    let error = now_or_never(run(&memory, &session, &call("leads.create"))).unwrap_err();

    assert_eq!((error.kind, error.phase, error.status), (Kind::Connection, Some(Phase::Body), Some(201)));
    assert_eq!((error.request_id.as_deref(), error.outcome_unknown), (Some("req_1"), true));
    assert!(session.state().pacing.wait_ms(1_700_000_000_000.0) > 0.0);
}
