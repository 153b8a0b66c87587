//! Whether somebody should look at a workspace's outbox now. It is given facts (counts, times, why the outbox stopped) and the
//! clock, and answers the reasons, each as a code and a sentence that says what to do; counting and telling belong to the caller.

use serde::{Deserialize, Serialize};

use super::delivery::Outbox;
use super::keeping::KEEPING;

/// A submission that waits for longer is late: every automatic way out of doubt ends sooner.
const LATE_MS: u64 = 60 * 60_000;
/// So many failures in a row are no hiccup.
const FAILURES: u32 = 3;
/// A stop that lasts longer is no hiccup either.
const LONG_STOP_MS: u64 = 60_000;

/// What is known of a workspace's outbox.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Facts {
    /// Whether the secret with the API key is there.
    pub has_key: bool,
    /// What stops it.
    pub outbox: Outbox,
    /// Submissions that are on their way: accepted, sending or unknown.
    pub waiting: u32,
    /// Since when the oldest of them waits, in Unix milliseconds.
    pub waiting_since: Option<u64>,
    /// Suspects that wait for a person.
    pub held: u32,
    /// When the oldest of them was held, in Unix milliseconds.
    pub held_since: Option<u64>,
    /// Submissions that the API refused for their content.
    pub parked: u32,
    /// When the oldest of them was parked, in Unix milliseconds.
    pub parked_since: Option<u64>,
    /// Delivered submissions of which the audit knows more than one lead.
    pub twins: u32,
}

/// Why an outbox needs a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Concern {
    /// The secret with the workspace's API key is not set.
    KeyMissing,
    /// Konektor, or a firewall before it, refuses the key.
    KeyRefused,
    /// Konektor takes no more for now: the minute's limit, or the day's.
    LimitReached,
    /// Konektor cannot be reached, or fails.
    Unreachable,
    /// The oldest submission that is on its way waits too long.
    Late,
    /// A held submission is about to lose its personal data.
    HeldNearEnd,
    /// A parked submission is about to lose its personal data.
    ParkedNearEnd,
    /// The API refused submissions for their content.
    Parked,
    /// Submissions became more than one lead.
    Twins,
}

/// One reason.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reason {
    /// Which.
    pub code: Concern,
    /// What is the matter and what to do.
    pub message: &'static str,
    /// What the API's latest answer said, as a code, where it is about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "wasm-edge", tsify(optional))]
    pub answer: Option<String>,
    /// How many submissions, where it is about some.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "wasm-edge", tsify(optional))]
    pub count: Option<u32>,
    /// Since when, or until when, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "wasm-edge", tsify(optional))]
    pub at: Option<u64>,
}

impl Concern {
    fn message(self) -> &'static str {
        match self {
            Self::KeyMissing => "The secret with the API key is not set; put it and everything that waits is delivered",
            Self::KeyRefused => {
                "Konektor refuses the key: it is wrong, revoked or lacks a scope, the plan does not include the Agent API, or a \
                 firewall is in between; put a good key and everything that waits is delivered"
            }
            Self::LimitReached => "The plan's limit is used up; delivery goes on by itself when it is renewed",
            Self::Unreachable => "Konektor cannot be reached or fails; delivery goes on by itself when it answers",
            Self::Late => "A submission waits to be delivered for more than an hour",
            Self::HeldNearEnd => "A held submission will lose its personal data within 7 days; release or reject it",
            Self::ParkedNearEnd => {
                "A parked submission will lose its personal data within 7 days; send it again or reject it"
            }
            Self::Parked => "Konektor refused submissions for their content; send them again or reject them",
            Self::Twins => "Submissions became more than one lead; merge the leads in Konektor",
        }
    }

    /// What a code of the outbox means; an answer that nobody foresaw is a failure.
    fn of_stop(reason: &str) -> Self {
        match reason {
            "UNAUTHORIZED" | "FORBIDDEN" | "HTTP_401" | "HTTP_403" => Self::KeyRefused,
            "RATE_LIMITED" | "HTTP_429" => Self::LimitReached,
            _ => Self::Unreachable,
        }
    }
}

/// The reasons to look at an outbox, the gravest first; none when it is well.
#[must_use]
pub fn concerns(facts: &Facts, now: u64) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |code: Concern, answer: Option<&str>, count: Option<u32>, at: Option<u64>| {
        let answer = answer.map(str::to_owned);
        reasons.push(Reason { code, message: code.message(), answer, count, at });
    };
    if !facts.has_key {
        add(Concern::KeyMissing, None, None, None);
    } else if let Some(answer) = facts.outbox.reason.as_deref().filter(|answer| is_stopped(facts, answer, now)) {
        add(Concern::of_stop(answer), Some(answer), Some(facts.waiting), Some(facts.outbox.stopped_until));
    }
    if let Some(since) = facts.waiting_since.filter(|since| now.saturating_sub(*since) > LATE_MS) {
        add(Concern::Late, None, Some(facts.waiting), Some(since));
    }
    for (code, since, age) in [
        (Concern::HeldNearEnd, facts.held_since, KEEPING.suspect_ms),
        (Concern::ParkedNearEnd, facts.parked_since, KEEPING.parked_ms),
    ] {
        let end = since.map(|since| since.saturating_add(age));
        if end.is_some_and(|end| end <= now.saturating_add(KEEPING.warning_ms)) {
            add(code, None, None, end);
        }
    }
    if facts.parked > 0 {
        add(Concern::Parked, None, Some(facts.parked), facts.parked_since);
    }
    if facts.twins > 0 {
        add(Concern::Twins, None, Some(facts.twins), None);
    }
    reasons
}

/// One failure mends itself within seconds; a key that is refused never does.
fn is_stopped(facts: &Facts, answer: &str, now: u64) -> bool {
    let stops_for = facts.outbox.stopped_until.saturating_sub(now);
    let lasts = facts.outbox.failures >= FAILURES || stops_for > LONG_STOP_MS;
    (facts.waiting > 0 || stops_for > 0) && (lasts || Concern::of_stop(answer) == Concern::KeyRefused)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000_000;
    const MINUTE_MS: u64 = 60_000;
    const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

    fn well() -> Facts {
        Facts { has_key: true, ..Facts::default() }
    }

    fn stopped(reason: &str, failures: u32, for_ms: u64) -> Facts {
        let outbox = Outbox { stopped_until: NOW + for_ms, failures, reason: Some(reason.to_owned()) };
        Facts { outbox, waiting: 1, waiting_since: Some(NOW), ..well() }
    }

    fn codes(facts: &Facts) -> Vec<Concern> {
        concerns(facts, NOW).into_iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn an_outbox_that_delivers_is_well() {
        let busy = Facts { waiting: 400, waiting_since: Some(NOW - 30 * MINUTE_MS), held: 3, ..well() };
        let busy = Facts { held_since: Some(NOW - DAY_MS), ..busy };

        assert_eq!(codes(&busy), []);
    }

    #[test]
    fn a_key_that_is_missing_or_refused_is_told_at_once() {
        assert_eq!(codes(&Facts::default()), [Concern::KeyMissing]);
        for reason in ["UNAUTHORIZED", "FORBIDDEN", "HTTP_403"] {
            assert_eq!(codes(&stopped(reason, 1, 500)), [Concern::KeyRefused], "{reason}");
        }
    }

    #[test]
    fn a_hiccup_is_no_concern_and_an_outage_is() {
        for (reason, concern) in [
            ("CONNECTION", Concern::Unreachable),
            ("HTTP_503", Concern::Unreachable),
            ("SOMETHING_NEW", Concern::Unreachable),
            ("RATE_LIMITED", Concern::LimitReached),
        ] {
            assert_eq!(codes(&stopped(reason, 1, 500)), [], "{reason}");
            assert_eq!(codes(&stopped(reason, 3, 2000)), [concern], "{reason}");
            assert_eq!(codes(&stopped(reason, 1, 10 * MINUTE_MS)), [concern], "{reason}");
        }
    }

    #[test]
    fn a_failure_that_nothing_waits_behind_is_over() {
        let past = Facts { waiting: 0, waiting_since: None, ..stopped("UNAUTHORIZED", 9, 0) };

        assert_eq!(codes(&past), []);
    }

    #[test]
    fn a_reason_tells_the_answer_the_number_and_the_time() {
        let reasons = concerns(&stopped("FORBIDDEN", 1, 500), NOW);

        let [reason] = reasons.as_slice() else { panic!("{reasons:?}") };
        assert_eq!((reason.answer.as_deref(), reason.count, reason.at), (Some("FORBIDDEN"), Some(1), Some(NOW + 500)));
    }

    #[test]
    fn who_waits_for_more_than_an_hour_is_late() {
        let waits = |ms| Facts { waiting: 1, waiting_since: Some(NOW - ms), ..well() };

        assert_eq!(codes(&waits(60 * MINUTE_MS)), []);
        assert_eq!(codes(&waits(60 * MINUTE_MS + 1)), [Concern::Late]);
    }

    #[test]
    fn the_end_of_what_waits_for_a_person_is_told_a_week_before() {
        let held = |days| Facts { held: 1, held_since: Some(NOW - days * DAY_MS), ..well() };
        let parked = |days| Facts { parked: 1, parked_since: Some(NOW - days * DAY_MS), ..well() };

        assert_eq!(codes(&held(22)), []);
        assert_eq!(codes(&held(23)), [Concern::HeldNearEnd]);
        assert_eq!(codes(&parked(82)), [Concern::Parked]);
        assert_eq!(codes(&parked(83)), [Concern::ParkedNearEnd, Concern::Parked]);
        assert_eq!(concerns(&held(23), NOW)[0].at, Some(NOW + 7 * DAY_MS));
    }

    #[test]
    fn twins_are_told_until_somebody_merged_them() {
        assert_eq!(codes(&Facts { twins: 2, ..well() }), [Concern::Twins]);
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nobody_late() {
        let future = Facts { waiting: 1, waiting_since: Some(u64::MAX), held_since: Some(u64::MAX), ..well() };

        assert_eq!(codes(&future), []);
    }
}
