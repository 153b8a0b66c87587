use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const SETTINGS: Settings = Settings { settle_ms: 60_000 };
const NOW: u64 = 1_000_000;

fn accepted() -> Row {
    Row::new(None, NOW)
}

fn sending() -> Row {
    begin(accepted(), &Outbox::default(), NOW).row
}

fn unknown() -> Row {
    recover(sending(), NOW, SETTINGS)
}

fn refusal(status: u16, code: &str) -> Answer {
    Answer { status: Some(status), envelope: true, code: Some(code.to_owned()), ..Answer::default() }
}

fn taken() -> Answer {
    Answer { fields: vec!["uniqueCode".to_owned()], ..refusal(400, "VALIDATION_ERROR") }
}

fn created() -> Answer {
    Answer { status: Some(201), envelope: true, lead_id: Some("lead_1".to_owned()), ..Answer::default() }
}

fn cut() -> Answer {
    Answer::default()
}

fn present() -> Lookup {
    Lookup::Present { lead_id: "lead_1".to_owned() }
}

#[test]
fn a_row_is_marked_sending_before_it_is_sent() {
    let begun = begin(accepted(), &Outbox::default(), NOW);

    assert_eq!((begun.row.state, begun.effect), (State::Sending, Effect::Post));
}

#[test]
fn a_created_lead_is_delivered() {
    let settled = posted(sending(), Outbox::default(), &created(), NOW, SETTINGS);

    assert_eq!(settled.row.state, State::Delivered);
    assert_eq!(settled.row.lead_id.as_deref(), Some("lead_1"));
}

#[test]
fn an_open_outcome_waits_the_whole_settle_time_and_is_then_looked_up() {
    let settled = posted(sending(), Outbox::default(), &cut(), NOW, SETTINGS);

    assert_eq!(settled.row.state, State::Unknown);
    assert_eq!(begin(settled.row.clone(), &settled.outbox, NOW + 59_999).effect, Effect::Wait { until: NOW + 60_000 });
    assert_eq!(begin(settled.row, &settled.outbox, NOW + 60_000).effect, Effect::LookUp);
}

#[test]
fn a_row_found_sending_at_start_up_waits_the_settle_time_from_start_up() {
    let row = recover(sending(), NOW + 5_000, SETTINGS);

    assert_eq!((row.state, row.due_at), (State::Unknown, NOW + 65_000));
}

#[test]
fn a_look_up_that_finds_the_lead_delivers_it_and_one_that_does_not_permits_a_repeat() {
    assert_eq!(looked_up(unknown(), Outbox::default(), &present(), NOW, SETTINGS).row.state, State::Delivered);

    let settled = looked_up(unknown(), Outbox::default(), &Lookup::Absent, NOW, SETTINGS);
    assert_eq!(begin(settled.row, &settled.outbox, NOW).effect, Effect::Post);
}

#[test]
fn a_look_up_that_failed_was_forbidden_or_cannot_be_judged_never_permits_a_repeat() {
    let failures = [
        cut(),
        refusal(403, "FORBIDDEN"),
        refusal(401, "UNAUTHORIZED"),
        refusal(500, "INTERNAL_ERROR"),
        refusal(400, "VALIDATION_ERROR"),
    ];
    let lookups = failures.into_iter().map(|answer| Lookup::Failed { answer }).chain([Lookup::Unclear]);
    for lookup in lookups {
        let settled = looked_up(unknown(), Outbox::default(), &lookup, NOW, SETTINGS);

        assert_eq!(settled.row.state, State::Unknown, "{lookup:?}");
        let until = settled.row.due_at.max(settled.outbox.stopped_until);
        assert_eq!(begin(settled.row, &settled.outbox, until).effect, Effect::LookUp, "{lookup:?}");
    }
}

#[test]
fn a_taken_code_after_an_open_outcome_is_looked_up() {
    let row = Row { doubtful: true, ..sending() };

    let settled = posted(row, Outbox::default(), &taken(), NOW, SETTINGS);

    assert_eq!(settled.row.state, State::Unknown);
    assert_eq!(looked_up(settled.row, settled.outbox, &present(), NOW, SETTINGS).row.state, State::Delivered);
}

#[test]
fn a_taken_code_that_is_never_found_is_parked_and_never_sent_again() {
    let mut settled = posted(Row { doubtful: true, ..sending() }, Outbox::default(), &taken(), NOW, SETTINGS);
    let mut lookups = 0;
    while settled.row.state == State::Unknown {
        let due = settled.row.due_at;
        assert_eq!(begin(settled.row.clone(), &settled.outbox, due).effect, Effect::LookUp);
        settled = looked_up(settled.row, settled.outbox, &Lookup::Absent, due, SETTINGS);
        lookups += 1;
    }

    assert_eq!((settled.row.state, lookups), (State::Parked, TAKEN_LIMIT));
}

#[test]
fn a_taken_code_at_the_first_try_is_a_persons_matter() {
    let row = posted(sending(), Outbox::default(), &taken(), NOW, SETTINGS).row;

    assert_eq!((row.state, row.reason.as_deref()), (State::Parked, Some("CODE_TAKEN")));
}

#[test]
fn only_a_400_in_the_apis_own_words_parks_and_it_parks_alone() {
    let settled = posted(sending(), Outbox::default(), &refusal(400, "VALIDATION_ERROR"), NOW, SETTINGS);
    assert_eq!((settled.row.state, settled.outbox), (State::Parked, Outbox::default()));

    let page = Answer { status: Some(400), ..Answer::default() };
    assert_eq!(posted(sending(), Outbox::default(), &page, NOW, SETTINGS).row.state, State::Unknown);
}

#[test]
fn a_429_holds_the_whole_outbox_and_no_row() {
    let asked = Answer { retry_after_ms: Some(7_000.0), ..refusal(429, "RATE_LIMITED") };

    let settled = posted(sending(), Outbox::default(), &asked, NOW, SETTINGS);

    assert_eq!(settled.row.state, State::Accepted);
    assert_eq!(begin(accepted(), &settled.outbox, NOW + 6_999).effect, Effect::Wait { until: NOW + 7_000 });
    assert_eq!(begin(accepted(), &settled.outbox, NOW + 7_000).effect, Effect::Post);
}

#[test]
fn however_long_the_trouble_one_row_probes_every_quarter_of_an_hour() {
    let answers = [
        refusal(401, "UNAUTHORIZED"),
        refusal(403, "FORBIDDEN"),
        Answer { retry_after_ms: Some(86_400_000.0), ..refusal(429, "RATE_LIMITED") },
        Answer { retry_after_ms: Some(f64::INFINITY), ..refusal(429, "RATE_LIMITED") },
        cut(),
    ];
    for answer in answers {
        let (mut outbox, mut now) = (Outbox::default(), NOW);
        for _ in 0..80 {
            now = now.max(outbox.stopped_until);
            outbox = posted(sending(), outbox, &answer, now, SETTINGS).outbox;
        }
        assert_eq!(outbox.stopped_until, now + PROBE_MS, "{answer:?}");
    }
}

#[test]
fn a_row_whose_look_up_failed_is_not_due_before_the_stop_is_over() {
    let failed = Lookup::Failed { answer: refusal(500, "INTERNAL_ERROR") };
    let (mut row, mut outbox, mut now) = (unknown(), Outbox::default(), NOW + SETTINGS.settle_ms);
    for _ in 0..20 {
        let settled = looked_up(row, outbox, &failed, now, SETTINGS);
        (row, outbox) = (settled.row, settled.outbox);

        assert!(row.due_at >= outbox.stopped_until && row.due_at >= now + SETTINGS.settle_ms);
        now = row.due_at;
    }
    assert_eq!(outbox.stopped_until, now);
}

#[test]
fn a_refusal_that_only_one_row_may_meet_lets_the_others_go_first() {
    for (status, is_of_all) in [(401, true), (403, true), (429, true), (413, false), (422, false), (404, false)] {
        let settled = posted(sending(), Outbox::default(), &refusal(status, "REFUSED"), NOW, SETTINGS);

        assert_eq!(settled.row.state, State::Accepted, "{status}");
        assert_eq!(settled.row.due_at < settled.outbox.stopped_until, is_of_all, "{status}");
    }
}

#[test]
fn one_success_ends_the_stop() {
    let stopped = posted(sending(), Outbox::default(), &refusal(403, "FORBIDDEN"), NOW, SETTINGS).outbox;
    assert!(stopped.stopped_until > NOW);

    let probe = stopped.stopped_until;
    assert_eq!(posted(sending(), stopped, &created(), probe, SETTINGS).outbox, Outbox::default());
}

#[test]
fn a_success_of_before_the_stop_does_not_end_it() {
    let asked = Answer { retry_after_ms: Some(7_000.0), ..refusal(429, "RATE_LIMITED") };
    let stopped = posted(sending(), Outbox::default(), &asked, NOW, SETTINGS).outbox;

    let settled = posted(sending(), stopped.clone(), &created(), NOW + 20, SETTINGS);

    assert_eq!((settled.row.state, settled.outbox), (State::Delivered, stopped));
}

#[test]
fn requests_that_fail_together_are_one_failure() {
    let mut outbox = Outbox::default();
    for millisecond in 0..6 {
        outbox = posted(sending(), outbox, &refusal(403, "FORBIDDEN"), NOW + millisecond, SETTINGS).outbox;
    }

    assert_eq!(outbox.failures, 1);
    assert!(outbox.stopped_until <= NOW + 1_000);
}

#[test]
fn every_state_has_its_reason() {
    for (row, reason) in [
        (accepted(), "RECEIVED"),
        (Row::new(Some("HONEYPOT LINKS".to_owned()), NOW), "HONEYPOT LINKS"),
        (sending(), "SENT"),
        (unknown(), "RESTARTED"),
        (posted(sending(), Outbox::default(), &created(), NOW, SETTINGS).row, "CREATED"),
        (looked_up(unknown(), Outbox::default(), &present(), NOW, SETTINGS).row, "FOUND"),
        (looked_up(unknown(), Outbox::default(), &Lookup::Absent, NOW, SETTINGS).row, "NOT_FOUND"),
    ] {
        assert_eq!(row.reason.as_deref(), Some(reason));
    }
}

#[test]
fn what_is_erased_is_never_sent_and_what_may_be_a_lead_is_still_looked_up() {
    for row in [accepted(), Row::new(Some("HONEYPOT".to_owned()), NOW), Row { state: State::Parked, ..sending() }] {
        assert_eq!(erase(row, NOW).state, State::Rejected);
    }
    let erased = erase(unknown(), NOW);
    assert_eq!((erased.state, erased.reason.as_deref()), (State::Unknown, None));
    assert_eq!(looked_up(erased.clone(), Outbox::default(), &present(), NOW, SETTINGS).row.state, State::Delivered);
    assert_eq!(looked_up(erased, Outbox::default(), &Lookup::Absent, NOW, SETTINGS).row.state, State::Rejected);

    // Erased while it was on its way, and then refused for the moment.
    let refused = posted(erase(sending(), NOW), Outbox::default(), &refusal(403, "FORBIDDEN"), NOW, SETTINGS).row;
    let begun = begin(refused, &Outbox::default(), NOW);
    assert_eq!((begun.row.state, begun.effect), (State::Rejected, Effect::Rest));
}

#[test]
fn only_what_waits_for_a_person_expires() {
    assert_eq!(expire(Row::new(Some("HONEYPOT".to_owned()), NOW)).state, State::Rejected);
    assert_eq!(expire(Row { state: State::Parked, ..sending() }).reason.as_deref(), Some("EXPIRED"));
    for row in [accepted(), sending(), unknown()] {
        assert_eq!(expire(row.clone()), row);
    }
}

#[test]
fn a_single_cut_does_not_stop_the_other_rows() {
    let settled = posted(sending(), Outbox::default(), &cut(), NOW, SETTINGS);

    assert_eq!(begin(accepted(), &settled.outbox, NOW).effect, Effect::Post);
}

#[test]
fn a_person_releases_and_rejects_held_and_parked_rows_only() {
    assert_eq!(release(Row::new(Some("HONEYPOT".to_owned()), NOW), NOW).state, State::Accepted);
    assert_eq!(reject(Row::new(Some("HONEYPOT".to_owned()), NOW)).state, State::Rejected);
    let parked = Row { state: State::Parked, doubtful: true, ..sending() };
    assert_eq!(release(parked, NOW).state, State::Unknown);
    for row in [accepted(), sending(), unknown()] {
        assert_eq!(release(row.clone(), NOW), row);
        assert_eq!(reject(row.clone()), row);
    }
}

#[test]
fn a_held_row_rests() {
    assert_eq!(begin(Row::new(Some("HONEYPOT".to_owned()), NOW), &Outbox::default(), NOW).effect, Effect::Rest);
}

// Any events in any order: what the machine may never do, whatever the world does.

#[derive(Clone, Debug)]
enum Event {
    Begin,
    Posted(Answer),
    LookedUp(Lookup),
    Restart,
    Release,
    Reject,
    Pass(u64),
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let status =
        proptest::option::of(prop::sample::select(vec![200, 201, 302, 400, 401, 403, 404, 408, 409, 429, 500, 503]));
    let code = proptest::option::of(prop::sample::select(vec!["VALIDATION_ERROR", "RATE_LIMITED", "OTHER"]));
    let fields = vec(prop::sample::select(vec!["email", "uniqueCode", "externalRef"]), 0..2);
    (status, any::<bool>(), code, fields, proptest::option::of(0.0..1e9), any::<bool>()).prop_map(
        |(status, envelope, code, fields, retry_after_ms, lead)| Answer {
            status,
            envelope,
            code: code.map(str::to_owned),
            fields: fields.into_iter().map(str::to_owned).collect(),
            retry_after_ms,
            lead_id: lead.then(|| "lead_1".to_owned()),
        },
    )
}

fn any_event() -> impl Strategy<Value = Event> {
    let lookup = prop_oneof![
        2 => Just(Lookup::Absent),
        1 => Just(present()),
        1 => Just(Lookup::Unclear),
        1 => any_answer().prop_map(|answer| Lookup::Failed { answer }),
    ];
    prop_oneof![
        6 => Just(Event::Begin),
        4 => any_answer().prop_map(Event::Posted),
        3 => lookup.prop_map(Event::LookedUp),
        1 => Just(Event::Restart),
        1 => Just(Event::Release),
        1 => Just(Event::Reject),
        4 => (0..1_000_000u64).prop_map(Event::Pass),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_sequence_of_events_repeats_a_post_without_proof_and_none_loses_a_row(
        held in any::<bool>(),
        events in vec(any_event(), 0..60),
    ) {
        let mut now = NOW;
        let mut row = Row::new(held.then(|| "HONEYPOT".to_owned()), now);
        let mut outbox = Outbox::default();
        let mut open = false;
        let mut open_since = now;
        for event in events {
            let before = row.state;
            match &event {
                Event::Begin => {
                    let begun = begin(row, &outbox, now);
                    row = begun.row;
                    if begun.effect == Effect::Post {
                        prop_assert!(!open, "sent again without proof");
                        open = true;
                        open_since = now;
                    }
                    if begun.effect == Effect::LookUp && open {
                        prop_assert!(now >= open_since + SETTINGS.settle_ms, "looked up before the settle time was over");
                    }
                }
                Event::Posted(answer) => {
                    if before == State::Sending && !matches!(answer.proof(), Proof::Open) {
                        open = false;
                    }
                    if before == State::Sending {
                        open_since = now;
                    }
                    let settled = posted(row, outbox, answer, now, SETTINGS);
                    (row, outbox) = (settled.row, settled.outbox);
                }
                Event::LookedUp(lookup) => {
                    // Only a look-up that was begun can end.
                    if begin(row.clone(), &outbox, now).effect == Effect::LookUp {
                        if *lookup == Lookup::Absent {
                            open = false;
                        }
                        let settled = looked_up(row, outbox, lookup, now, SETTINGS);
                        (row, outbox) = (settled.row, settled.outbox);
                    }
                }
                Event::Restart => {
                    if before == State::Sending {
                        open_since = now;
                    }
                    row = recover(row, now, SETTINGS);
                }
                Event::Release => row = release(row, now),
                Event::Reject => row = reject(row),
                Event::Pass(time) => now += time,
            }
            let proved = matches!(&event, Event::Posted(answer) if answer.proof() == Proof::Created)
                || matches!(&event, Event::LookedUp(Lookup::Present { .. }));
            match (before, row.state) {
                (one, other) if one == other => {}
                (_, State::Delivered) => prop_assert!(proved, "delivered without a lead"),
                (_, State::Rejected) => prop_assert!(matches!(event, Event::Reject), "rejected by nobody"),
                (State::Sending | State::Unknown, State::Parked) => {}
                (_, State::Parked | State::Held) => prop_assert!(false, "{before:?} became {:?}", row.state),
                (State::Delivered | State::Rejected, _) => prop_assert!(false, "{before:?} is an end"),
                _ => {}
            }
            prop_assert!(outbox.stopped_until <= now + PROBE_MS);
            prop_assert!(row.due_at <= now + PROBE_MS);
        }
    }
}

// A whole world: a server that commits late, cuts and refuses, and a process that dies. Afterwards: one lead for each row.

#[derive(Clone, Debug)]
enum Fault {
    None,
    Refuse(u16),
    DropThenCut,
    CommitThenCut,
    CommitLate(u64),
    DieBeforeSending,
    DieAfterCommit,
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::None),
        1 => prop::sample::select(vec![401, 403, 429]).prop_map(Fault::Refuse),
        2 => Just(Fault::DropThenCut),
        2 => Just(Fault::CommitThenCut),
        2 => (0..SETTINGS.settle_ms).prop_map(Fault::CommitLate),
        1 => Just(Fault::DieBeforeSending),
        1 => Just(Fault::DieAfterCommit),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_happens_each_row_becomes_one_lead(count in 1..6usize, faults in vec(any_fault(), 0..40)) {
        let mut now = NOW;
        let mut rows: Vec<Row> = (0..count).map(|_| Row::new(None, now)).collect();
        let mut outbox = Outbox::default();
        let mut leads: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        let mut faults = faults.into_iter();
        for _ in 0..2_000 {
            let waiting = rows.iter().enumerate().filter(|(_, row)| matches!(row.state, State::Accepted | State::Unknown));
            let Some(due) = waiting.clone().map(|(_, row)| row.due_at).min() else { break };
            now = now.max(due).max(outbox.stopped_until);
            let Some(index) = waiting.filter(|(_, row)| row.due_at <= now).map(|(index, _)| index).next() else { continue };
            let begun = begin(rows[index].clone(), &outbox, now);
            rows[index] = begun.row.clone();
            let fault = faults.next().unwrap_or(Fault::None);
            match begun.effect {
                Effect::Post => {
                    let (commit, answer) = match fault {
                        Fault::None => (Some(now), Some(created())),
                        Fault::Refuse(status) => (None, Some(refusal(status, "REFUSED"))),
                        Fault::DropThenCut => (None, Some(cut())),
                        Fault::CommitThenCut => (Some(now), Some(cut())),
                        Fault::CommitLate(after) => (Some(now + after), Some(cut())),
                        Fault::DieBeforeSending => (None, None),
                        Fault::DieAfterCommit => (Some(now), None),
                    };
                    leads.entry(index).or_default().extend(commit);
                    match answer {
                        Some(answer) => {
                            let settled = posted(begun.row, outbox.clone(), &answer, now, SETTINGS);
                            (rows[index], outbox) = (settled.row, settled.outbox);
                        }
                        None => rows = rows.into_iter().map(|row| recover(row, now, SETTINGS)).collect(),
                    }
                }
                Effect::LookUp => {
                    let visible = leads.get(&index).is_some_and(|commits| commits.iter().any(|at| *at <= now));
                    let lookup = match fault {
                        Fault::Refuse(status) => Lookup::Failed { answer: refusal(status, "REFUSED") },
                        Fault::DropThenCut | Fault::CommitThenCut => Lookup::Failed { answer: cut() },
                        Fault::DieBeforeSending | Fault::DieAfterCommit => continue,
                        Fault::None | Fault::CommitLate(_) if visible => present(),
                        Fault::None | Fault::CommitLate(_) => Lookup::Absent,
                    };
                    let settled = looked_up(begun.row, outbox.clone(), &lookup, now, SETTINGS);
                    (rows[index], outbox) = (settled.row, settled.outbox);
                }
                Effect::Wait { .. } | Effect::Rest => prop_assert!(false, "a due row rested"),
            }
        }
        for (index, row) in rows.iter().enumerate() {
            prop_assert_eq!(row.state, State::Delivered);
            prop_assert_eq!(leads.get(&index).map(Vec::len), Some(1));
        }
    }
}
