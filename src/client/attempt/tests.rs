use super::*;
use crate::endpoint::operation;
use crate::request::{Target, build};
use crate::response::Head;
use crate::transport::script::{Scene, Script, answer, answer_with, cut, now_or_never};

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

/// Runs a call over some scenes: what came of it, how many requests were sent, and the waits between them.
fn play(call: &Call, scenes: impl IntoIterator<Item = Scene>) -> (Result<Received, Error>, usize, Vec<(f64, Phase)>) {
    let script = Script::new(scenes);
    let result = now_or_never(run(&script, &Session::default(), call));
    let sent = script.sent.borrow().len();
    (result, sent, script.waits.take())
}

fn limited(status: u16, retry_after: &str) -> Scene {
    answer_with(Head { status, retry_after: Some(retry_after.to_owned()), ..Head::default() }, "{}")
}

#[test]
fn an_answer_ends_a_call() {
    let (result, sent, waits) = play(&call("leads.get"), [answer(200, LEAD)]);
    assert_eq!(result.unwrap().body, LEAD.as_bytes());
    assert_eq!((sent, waits), (1, vec![]));
}

#[test]
fn a_read_is_tried_three_times_and_then_tells_the_last_failure() {
    let (result, sent, waits) = play(&call("leads.get"), [cut(), answer(502, "<html>Bad gateway"), answer(503, "")]);
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.status, error.attempts, error.outcome_unknown), (Kind::Server, Some(503), 3, false));
    assert_eq!((sent, waits), (3, vec![(250.0, Phase::Backoff), (500.0, Phase::Backoff)]));
}

#[test]
fn a_change_of_a_lead_is_repeated_with_its_body() {
    let script = Script::new([answer(500, ""), answer(200, LEAD)]);
    now_or_never(run(&script, &Session::default(), &call("leads.update"))).unwrap();
    let sent = script.sent.take();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1]);
    assert_eq!(sent[0].1, br#"{"status":"won"}"#);
}

#[test]
fn a_lead_is_created_again_only_when_the_server_refused_to_look() {
    let (result, sent, _) = play(&call("leads.create"), [limited(429, "3"), answer(201, LEAD)]);
    assert!(result.is_ok());
    assert_eq!(sent, 2);
    for scene in
        [cut(), answer(500, ""), answer(503, ""), answer(408, ""), answer(302, ""), answer(0, ""), answer(201, "{\"da")]
    {
        let (result, sent, _) = play(&call("leads.create"), [scene]);
        let error = result.unwrap_err();
        assert_eq!((sent, error.outcome_unknown), (1, true), "{error}");
    }
}

#[test]
fn a_refusal_is_a_known_outcome() {
    for status in [400, 401, 403, 404, 429] {
        let (result, ..) = play(&Call { max_retries: 0, ..call("leads.create") }, [answer(status, "{}")]);
        assert!(!result.unwrap_err().outcome_unknown, "{status}");
    }
}

#[test]
fn the_server_says_when_to_come_back() {
    let (result, _, waits) = play(&call("leads.get"), [limited(429, "7"), answer(200, LEAD)]);
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
        let (result, sent, waits) = play(&call("leads.get"), [limited(429, retry_after), answer(200, LEAD)]);
        assert!(result.is_ok());
        assert_eq!((sent, waits), (2, vec![(250.0, Phase::Backoff)]), "{retry_after}");
    }
}

#[test]
fn one_deadline_holds_over_all_attempts_and_says_what_it_cut() {
    let slow = || Scene { after_ms: 40_000.0, ..answer(200, LEAD) };
    let (result, sent, _) = play(&call("leads.get"), [cut(), slow()]);
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
        let script = Script::new([cut(), answer(200, LEAD)]);
        script.abort_while.set(Some(phase));
        let session = Session::default();
        if phase == Phase::Pacing {
            session.change(|state| state.pacing.resume_at = script.now() + 5_000.0);
        }
        let error = now_or_never(run(&script, &session, &call("leads.get"))).unwrap_err();
        assert_eq!((error.kind, error.phase), (Kind::Aborted, Some(phase)));
    }
}

#[test]
fn an_abort_while_a_lead_is_created_leaves_the_outcome_open() {
    let aborted = Scene { after_ms: 1.0, result: Err((Cut::Aborted, Phase::Connect)) };
    let (result, sent, _) = play(&call("leads.create"), [aborted]);
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.outcome_unknown, sent), (Kind::Aborted, true, 1));
}

fn used_up(script: &Script) -> Head {
    Head {
        status: 200,
        remaining: Some("0".to_owned()),
        reset: Some(((script.now() / 1000.0) as u64 + 20).to_string()),
        date_ms: Some(script.now()),
        ..Head::default()
    }
}

#[test]
fn a_window_used_up_is_waited_out_by_the_next_call() {
    let script = Script::new([]);
    let head = used_up(&script);
    let script = Script::new([answer_with(head, LEAD), answer(200, LEAD)]);
    let session = Session::default();
    now_or_never(run(&script, &session, &call("leads.get"))).unwrap();
    now_or_never(run(&script, &session, &call("leads.get"))).unwrap();
    assert_eq!(script.waits.take(), [(20_000.0, Phase::Pacing)]);
}

#[test]
fn a_window_beyond_the_deadline_is_an_error_without_a_request_unless_pacing_is_off() {
    let script = Script::new([]);
    let head = used_up(&script);
    let script = Script::new([answer_with(head, LEAD), answer(200, LEAD)]);
    let session = Session::default();
    now_or_never(run(&script, &session, &call("leads.get"))).unwrap();
    let hurried = Call { timeout_ms: 5_000.0, ..call("leads.get") };
    let error = now_or_never(run(&script, &session, &hurried)).unwrap_err();
    assert_eq!((error.kind, error.retry_after, error.attempts), (Kind::RateLimit, Some(20.0), 0));
    assert_eq!(script.sent.borrow().len(), 1);
    let careless = Call { pacing: false, ..hurried };
    assert!(now_or_never(run(&script, &session, &careless)).is_ok());
}

#[test]
fn the_calls_of_a_client_share_one_budget_of_retries() {
    let session = Session::default();
    let mut sent = 0;
    for _ in 0..10 {
        let script = Script::new((0..3).map(|_| answer(500, "")));
        assert!(now_or_never(run(&script, &session, &call("leads.get"))).is_err());
        sent += script.sent.borrow().len();
    }
    assert_eq!(sent, 20, "ten first attempts and the ten retries of the budget");
}

#[test]
fn a_redirect_is_not_followed() {
    for status in [301, 302, 307, 308, 0] {
        let (result, sent, _) = play(&call("leads.get"), [answer(status, "")]);
        let error = result.unwrap_err();
        assert_eq!((error.code.as_str(), sent), ("REDIRECT_REFUSED", 1));
    }
}

#[test]
fn a_request_of_no_operation_is_repeated_by_its_method() {
    for (method, sent) in [("PUT", 3), ("DELETE", 3), ("POST", 1)] {
        let script = Script::new([cut(), answer(503, ""), answer(200, "[1]")]);
        let client = crate::client::Client::new(crate::client::Options::with_key("knk_secret"), script);
        let reply = now_or_never(client.request(method, "/api/v2/agent/tags", Some(&["a"])));
        assert_eq!(client.transport.sent.borrow().len(), sent, "{method}");
        assert_eq!(reply.is_ok_and(|reply| reply.data == serde_json::json!([1])), sent == 3, "{method}");
    }
}
