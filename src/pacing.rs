//! When the next request may be sent, by what the last answer said of the rate limit. Pure: the clock is passed in.
//!
//! The limit is the workspace's, a minute long, and shared by all its keys: a client that sees it used up waits for the next
//! window instead of earning a 429.

use crate::response::Head;

/// Longer than a window no wait can be: a `Reset` beyond it is not believed.
const LONGEST_MS: f64 = 60_000.0;

/// What a client knows of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Pacing {
    /// When requests may be sent again, by the client's own clock in milliseconds; 0 for now.
    pub resume_at: f64,
}

impl Pacing {
    /// How long to wait before the next request, in milliseconds.
    #[must_use]
    pub fn wait_ms(&self, now: f64) -> f64 {
        // A clock that was set back must not make the wait longer than a window.
        (self.resume_at - now).clamp(0.0, LONGEST_MS)
    }

    /// Learns from an answer.
    pub fn learn(&mut self, head: &Head, now: f64) {
        let limit = head.rate_limit().unwrap_or_default();
        let until_reset = limit.reset.map(|reset| reset * 1000.0 - head.date_ms.unwrap_or(now));
        let wait = match (head.status, limit.remaining) {
            (429, _) => head.retry_after_ms(now).or(until_reset),
            (_, Some(remaining)) if remaining <= 0.0 => until_reset,
            (_, Some(_)) => Some(0.0),
            (_, None) => None,
        };
        if let Some(wait) = wait {
            self.resume_at = if wait > 0.0 { now + wait.min(LONGEST_MS) } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_700_000_000_000.0;

    fn head(remaining: &str, reset: &str) -> Head {
        Head {
            status: 200,
            remaining: Some(remaining.to_owned()),
            reset: Some(reset.to_owned()),
            // The server's clock is an hour ahead of ours.
            date_ms: Some(NOW + 3_600_000.0),
            ..Head::default()
        }
    }

    fn learned(head: &Head) -> Pacing {
        let mut pacing = Pacing::default();
        pacing.learn(head, NOW);
        pacing
    }

    #[test]
    fn a_window_used_up_is_waited_out_by_the_servers_own_clock() {
        let pacing = learned(&head("0", "1700003612"));
        assert_eq!(pacing.wait_ms(NOW), 12_000.0);
        assert_eq!(pacing.wait_ms(NOW + 5_000.0), 7_000.0);
        assert_eq!(pacing.wait_ms(NOW + 12_000.0), 0.0);
    }

    #[test]
    fn a_window_with_something_left_is_not_waited_for() {
        let mut pacing = learned(&head("0", "1700003612"));
        pacing.learn(&head("3", "1700003672"), NOW);
        assert_eq!(pacing.wait_ms(NOW), 0.0);
    }

    #[test]
    fn no_wait_is_longer_than_a_window() {
        assert_eq!(learned(&head("0", "1900000000")).wait_ms(NOW), 60_000.0);
        assert_eq!(learned(&head("0", "1700003612")).wait_ms(NOW - 1e9), 60_000.0);
        assert_eq!(learned(&head("0", "1600000000")).wait_ms(NOW), 0.0);
    }

    #[test]
    fn headers_that_cannot_be_read_change_nothing() {
        for (remaining, reset) in
            [("", ""), ("-1", "soon"), ("0", "soon"), ("1e3", "1700003612"), ("none", "1700003612")]
        {
            assert_eq!(learned(&head(remaining, reset)), Pacing::default(), "{remaining} {reset}");
        }
    }

    #[test]
    fn a_429_holds_the_other_calls_for_as_long_as_it_says() {
        let refused = Head { status: 429, retry_after: Some("7".to_owned()), ..Head::default() };
        assert_eq!(learned(&refused).wait_ms(NOW), 7_000.0);
        let at_reset = Head { status: 429, ..head("0", "1700003620") };
        assert_eq!(learned(&at_reset).wait_ms(NOW), 20_000.0);
    }
}
