//! When a failed attempt is followed by another, and after how long. Pure: the clock and the dice are passed in.
//!
//! Two retries unless told; full jitter over 500 ms doubled each time, at most 8 s; what the server asks for is honoured if
//! it fits the deadline, and if it does not the call ends at once. A budget keeps a client from multiplying an outage.

use crate::endpoint::Repeat;

/// How often a call tries again, unless told otherwise.
pub const DEFAULT_RETRIES: u32 = 2;
/// How long a call may take over all its attempts, in milliseconds, unless told otherwise.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;

const FIRST_BACKOFF_MS: f64 = 500.0;
const LONGEST_BACKOFF_MS: f64 = 8_000.0;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer of this status.
    Answered(u16),
    /// Without an answer.
    Cut,
}

/// What is known when an attempt has failed.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt {
    /// How many attempts went before this one.
    pub before: u32,
    /// How many retries the caller allows.
    pub max_retries: u32,
    /// When the operation may be repeated.
    pub repeat: Repeat,
    /// How the attempt ended.
    pub outcome: Outcome,
    /// What the server asked for.
    pub retry_after_ms: Option<f64>,
    /// What is left of the deadline.
    pub remaining_ms: f64,
    /// A random number from 0 up to 1.
    pub random: f64,
}

impl Attempt {
    /// The first attempt of a call that has the default retries and the whole of the default deadline left, and a random number
    /// in the middle.
    #[must_use]
    pub fn first(repeat: Repeat, outcome: Outcome) -> Self {
        Self {
            before: 0,
            max_retries: DEFAULT_RETRIES,
            repeat,
            outcome,
            retry_after_ms: None,
            remaining_ms: DEFAULT_TIMEOUT_MS,
            random: 0.5,
        }
    }
}

/// How long to wait before the next attempt; `None` when there is to be none.
///
/// ```
/// use konektor::endpoint::Repeat;
/// use konektor::retry::{Attempt, Budget, Outcome, wait_ms};
///
/// let mut refused = Attempt::first(Repeat::WhenRefused, Outcome::Answered(429));
/// refused.retry_after_ms = Some(3_000.0);
/// assert_eq!(wait_ms(&refused, &mut Budget::default()), Some(3_000.0));
///
/// // A POST without an answer may have been carried out: it is not sent again.
/// let cut = Attempt::first(Repeat::WhenRefused, Outcome::Cut);
/// assert_eq!(wait_ms(&cut, &mut Budget::default()), None);
/// ```
#[must_use]
pub fn wait_ms(attempt: &Attempt, budget: &mut Budget) -> Option<f64> {
    if attempt.before >= attempt.max_retries || !may_repeat(attempt.repeat, attempt.outcome) {
        return None;
    }
    let backoff = backoff_ms(attempt.before, attempt.random);
    let wait = attempt.retry_after_ms.map_or(backoff, |asked| asked.max(backoff));
    (wait < attempt.remaining_ms && budget.withdraw()).then_some(wait)
}

fn may_repeat(repeat: Repeat, outcome: Outcome) -> bool {
    matches!(
        (outcome, repeat),
        (Outcome::Answered(429), _) | (Outcome::Answered(408 | 500..=599) | Outcome::Cut, Repeat::Always)
    )
}

/// How long to wait when nobody says how long, after `before` waits of the same kind.
pub(crate) fn backoff_ms(before: u32, random: f64) -> f64 {
    let doubled = FIRST_BACKOFF_MS * f64::from(1_u32 << before.min(10));
    doubled.min(LONGEST_BACKOFF_MS) * random.clamp(0.0, 1.0)
}

/// A bucket of tokens that all calls of a client share: each retry costs 5 of its 50, each success returns 1. In an outage
/// a client makes ten retries at once and then one for each five successes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Budget {
    /// How many tokens are gone; 0 is a full bucket.
    pub spent: f64,
}

impl Budget {
    const CAPACITY: f64 = 50.0;
    const RETRY: f64 = 5.0;

    fn withdraw(&mut self) -> bool {
        let affordable = self.spent + Self::RETRY <= Self::CAPACITY;
        if affordable {
            self.spent += Self::RETRY;
        }
        affordable
    }

    /// Notes a success.
    pub fn deposit(&mut self) {
        self.spent = (self.spent - 1.0).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: Attempt = Attempt {
        before: 0,
        max_retries: 2,
        repeat: Repeat::Always,
        outcome: Outcome::Cut,
        retry_after_ms: None,
        remaining_ms: 30_000.0,
        random: 0.5,
    };

    fn wait(attempt: Attempt) -> Option<f64> {
        wait_ms(&attempt, &mut Budget::default())
    }

    #[test]
    fn the_wait_doubles_from_500_ms_to_8_s_with_full_jitter() {
        let longest = |before| wait(Attempt { before, max_retries: 99, random: 1.0, ..FAILED });
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 40].map(longest),
            [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0, 8000.0].map(Some)
        );
        assert_eq!(wait(Attempt { random: 0.0, ..FAILED }), Some(0.0));
    }

    #[test]
    fn two_retries_are_all() {
        assert!(wait(Attempt { before: 1, ..FAILED }).is_some());
        assert_eq!(wait(Attempt { before: 2, ..FAILED }), None);
        assert_eq!(wait(Attempt { max_retries: 0, ..FAILED }), None);
    }

    #[test]
    fn what_can_be_repeated_is_after_passing_failures_only() {
        for status in [408, 429, 500, 502, 503, 504, 599] {
            assert!(wait(Attempt { outcome: Outcome::Answered(status), ..FAILED }).is_some(), "{status}");
        }
        for status in [0, 200, 301, 400, 401, 403, 404, 409, 422] {
            assert_eq!(wait(Attempt { outcome: Outcome::Answered(status), ..FAILED }), None, "{status}");
        }
    }

    #[test]
    fn a_post_is_repeated_after_429_only() {
        let post = Attempt { repeat: Repeat::WhenRefused, ..FAILED };
        assert!(wait(Attempt { outcome: Outcome::Answered(429), ..post }).is_some());
        for outcome in [Outcome::Cut, Outcome::Answered(408), Outcome::Answered(500), Outcome::Answered(503)] {
            assert_eq!(wait(Attempt { outcome, ..post }), None, "{outcome:?}");
        }
    }

    #[test]
    fn what_the_server_asks_for_is_honoured_if_it_fits_the_deadline_and_ends_the_call_if_not() {
        let asked = |ms| wait(Attempt { outcome: Outcome::Answered(429), retry_after_ms: Some(ms), ..FAILED });
        assert_eq!(asked(12_000.0), Some(12_000.0));
        assert_eq!(asked(30_000.0), None);
        assert_eq!(asked(1e12), None);
        assert_eq!(asked(0.0), Some(250.0));
    }

    #[test]
    fn an_outage_is_met_with_ten_retries_then_one_for_each_five_successes() {
        let mut budget = Budget::default();
        let granted = (0..100).filter(|_| wait_ms(&FAILED, &mut budget).is_some()).count();
        assert_eq!(granted, 10);
        (0..5).for_each(|_| budget.deposit());
        assert!(wait_ms(&FAILED, &mut budget).is_some());
        assert!(wait_ms(&FAILED, &mut budget).is_none());
        (0..1000).for_each(|_| budget.deposit());
        assert_eq!(budget, Budget::default());
    }
}
