//! How fast an outbox sends. Alone it uses the plan's whole rate and earns no 429, since every answer says what is left of the
//! minute. But it cannot know whether other keys of the workspace will want some of it: so it spends one half as fast as it can
//! and spreads the other over the minute, which leaves the others what they need. A queue can wait, a person cannot.
//!
//! One request is on its way at first, and after any failure; each success allows one more, up to what a runtime allows.

use serde::{Deserialize, Serialize};

/// The limit is one of minutes.
const WINDOW_MS: f64 = 60_000.0;
/// Cloudflare lets six requests wait for their answers' heads.
const WIDEST: u32 = 6;
/// No wait is shorter.
const STEP_MS: f64 = 100.0;
/// The part of the limit that is spread over the minute.
const SPREAD: f64 = 0.5;
/// By this part of the minute all of it is spent, if there is nobody else.
const SPENT_BY: f64 = 0.93;
/// Others who were seen are left this part of the limit until the end.
const LEFT: f64 = 0.05;

/// What is known of the minute. It is memory, not storage: whoever starts anew learns it from the first answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pace {
    /// How many requests may be on their way.
    pub width: u32,
    /// When the minute ends, by our own clock in Unix milliseconds; 0 while no limit is known.
    pub ends_at: f64,
    /// The limit.
    pub limit: f64,
    /// What was left at the latest answer.
    pub remaining: f64,
    /// When that answer came, in Unix milliseconds.
    pub heard_at: f64,
    /// Requests that we began in this minute.
    pub ours: u32,
    /// Requests of others in this minute.
    pub others: f64,
    /// Requests of others in the minute before.
    pub others_before: f64,
    /// Of this minute's requests of others those that may have been our own, from before the pace was known.
    pub unknown: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            width: 1,
            ends_at: 0.0,
            limit: 0.0,
            remaining: 0.0,
            heard_at: 0.0,
            ours: 0,
            others: 0.0,
            others_before: 0.0,
            unknown: 0.0,
        }
    }
}

/// What an answer says of the rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Rate {
    /// `X-RateLimit-Limit`.
    pub limit: Option<f64>,
    /// `X-RateLimit-Remaining`.
    pub remaining: Option<f64>,
    /// `X-RateLimit-Reset`, less the answer's `Date`, in milliseconds.
    pub ends_in_ms: Option<f64>,
    /// Whether the request was carried out.
    pub succeeded: bool,
}

/// Whether the next request may begin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Permit {
    /// It may.
    Now,
    /// Not before one that is on its way has been answered.
    Answered,
    /// Not before this time, in Unix milliseconds.
    At {
        /// The time.
        time: f64,
    },
}

impl Pace {
    /// Whether the next request may begin while some are on their way.
    #[must_use]
    pub fn permit(&self, on_their_way: u32, now: f64) -> Permit {
        if on_their_way >= self.width {
            return Permit::Answered;
        }
        // A minute is never further away than a minute: a clock that was set back must not stop us for longer.
        let until_end = self.ends_at - now;
        let free = self.remaining - f64::from(on_their_way) - self.unheard(now);
        if until_end <= 0.0 || until_end > 2.0 * WINDOW_MS || free > self.reserve(until_end) {
            return Permit::Now;
        }
        if on_their_way > 0 {
            Permit::Answered
        } else {
            Permit::At { time: (self.ends_at - self.longest_wait(free)).max(now + STEP_MS).min(self.ends_at) }
        }
    }

    /// A request begins.
    #[must_use]
    pub fn begun(self) -> Self {
        Self { ours: self.ours.saturating_add(1), ..self }
    }

    /// A request was answered, or was not; `on_their_way` are those that still are.
    #[must_use]
    pub fn answered(self, rate: Rate, on_their_way: u32, now: f64) -> Self {
        let width = if rate.succeeded { (self.width + 1).min(WIDEST) } else { 1 };
        let (Some(limit), Some(remaining), Some(ends_in)) = (rate.limit, rate.remaining, rate.ends_in_ms) else {
            return Self { width, ..self };
        };
        let ends_at = now + ends_in.clamp(0.0, WINDOW_MS);
        let used = (limit - remaining).max(0.0);
        // After a clock was set back, the minute that we knew is no minute of this time.
        let is_known = self.ends_at - now <= 2.0 * WINDOW_MS;
        // The answer's `Date` has whole seconds, so the same minute seems to end a little earlier or later each time.
        let is_next = !is_known || ends_at - self.ends_at > WINDOW_MS / 4.0;
        if !is_next && self.ends_at - ends_at > WINDOW_MS / 4.0 {
            // Overtaken by the first answer of the next minute: what was left of its own says nothing of that one.
            return Self { width, ..self };
        }
        let mut next = Self { width, ends_at, limit, remaining, heard_at: now, ..self };
        if is_next {
            // What is on its way may be counted in either minute: ours, so that nobody else is seen who is not there.
            next.ours = on_their_way + 1;
            next.others_before = if is_known && self.ends_at > 0.0 && ends_at - self.ends_at < 1.5 * WINDOW_MS {
                (self.others - self.unknown).max(0.0)
            } else {
                0.0
            };
            // Who starts anew has forgotten what it sent: in this minute it may have been others', in the next it says nothing of them.
            next.unknown = if self.ends_at > 0.0 { 0.0 } else { used - f64::from(next.ours) }.max(0.0);
            next.others = 0.0;
        } else {
            // Answers overtake each other; the minute only fills.
            next.remaining = remaining.min(self.remaining);
            next.ends_at = ends_at.max(self.ends_at);
        }
        next.others = next.others.max(used - f64::from(next.ours)).max(0.0);
        next
    }

    /// What is not spent yet, so long before the minute's end.
    fn reserve(&self, until_end: f64) -> f64 {
        let (spent_by, left) = self.end();
        (self.spread() * (until_end / WINDOW_MS - (1.0 - spent_by)) / spent_by).max(0.0) + left
    }

    /// What others have probably used since the latest answer.
    fn unheard(&self, now: f64) -> f64 {
        let elapsed = (WINDOW_MS - (self.ends_at - self.heard_at)).max(WINDOW_MS / 10.0);
        let per_ms = (self.others / elapsed).max(self.others_before / WINDOW_MS);
        (now - self.heard_at).max(0.0) * per_ms
    }

    /// How long before the minute's end so much is more than the reserve; 0 when only the next minute brings more.
    fn longest_wait(&self, free: f64) -> f64 {
        let (spent_by, left) = self.end();
        if free <= left {
            return 0.0;
        }
        let part = (free - left) / self.spread() * spent_by + (1.0 - spent_by);
        // A millisecond later, because it has to be more.
        (part * WINDOW_MS - 1.0).max(0.0)
    }

    /// What is spread over the minute.
    fn spread(&self) -> f64 {
        (self.limit * SPREAD).max(self.others_before)
    }

    /// By which part of the minute all but how much is spent.
    fn end(&self) -> (f64, f64) {
        let seen = self.others > 0.0 || self.others_before > 0.0;
        if seen { (1.0, (self.limit * LEFT).ceil()) } else { (SPENT_BY, 0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: f64 = 1_700_000_000_000.0;

    /// A workspace's minute at the API, with a key beside ours that sends so many requests in each minute, evenly.
    struct Workspace {
        limit: f64,
        used: f64,
        minute: f64,
        refused_ours: u32,
        refused_others: u32,
    }

    impl Workspace {
        fn new(limit: f64) -> Self {
            Self { limit, used: 0.0, minute: 0.0, refused_ours: 0, refused_others: 0 }
        }

        fn take(&mut self, now: f64) -> bool {
            let minute = (now / WINDOW_MS).floor();
            if minute != self.minute {
                (self.minute, self.used) = (minute, 0.0);
            }
            self.used += 1.0;
            self.used <= self.limit
        }

        fn ours(&mut self, now: f64) -> Rate {
            let succeeded = self.take(now);
            self.refused_ours += u32::from(!succeeded);
            let reset = (self.minute + 1.0) * WINDOW_MS;
            // `Date` has whole seconds.
            let ends_in_ms = Some(reset - (now / 1000.0).floor() * 1000.0);
            let remaining = (self.limit - self.used).max(0.0);
            Rate { limit: Some(self.limit), remaining: Some(remaining), ends_in_ms, succeeded }
        }
    }

    /// Sends for some minutes with `latency` for each request, the other key sending `others` a minute; answers how many of ours
    /// were carried out in each whole minute after the first.
    fn drain(workspace: &mut Workspace, minutes: u32, latency: f64, others: u32) -> Vec<u32> {
        restarted(workspace, minutes, latency, others, f64::INFINITY)
    }

    /// The same, by an outbox that starts anew after so many milliseconds and has forgotten its pace.
    fn restarted(workspace: &mut Workspace, minutes: u32, latency: f64, others: u32, after: f64) -> Vec<u32> {
        let mut restart = after;
        let mut pace = Pace::default();
        let mut on_their_way: Vec<f64> = Vec::new();
        let mut done = vec![0; minutes as usize + 1];
        let gap = if others == 0 { f64::INFINITY } else { WINDOW_MS / f64::from(others) };
        let start = (NOW / WINDOW_MS).ceil() * WINDOW_MS;
        let (mut now, mut next_other) = (start, start + gap / 2.0);
        while now < start + f64::from(minutes) * WINDOW_MS {
            if now - start >= restart && on_their_way.is_empty() {
                (pace, restart) = (Pace::default(), f64::INFINITY);
            }
            while next_other <= now {
                let refused = !workspace.take(next_other);
                workspace.refused_others += u32::from(refused && next_other > start + WINDOW_MS);
                next_other += gap;
            }
            on_their_way.sort_by(f64::total_cmp);
            while on_their_way.first().is_some_and(|at| *at <= now) {
                on_their_way.remove(0);
                let rate = workspace.ours(now);
                if rate.succeeded {
                    done[((now - start) / WINDOW_MS) as usize] += 1;
                }
                pace = pace.answered(rate, on_their_way.len() as u32, now);
            }
            match pace.permit(on_their_way.len() as u32, now) {
                Permit::Now => {
                    pace = pace.begun();
                    on_their_way.push(now + latency);
                }
                Permit::Answered => now = on_their_way.iter().copied().fold(f64::INFINITY, f64::min),
                Permit::At { time } => {
                    assert!(time > now && time - now <= WINDOW_MS, "waits {} ms", time - now);
                    now = time;
                }
            }
        }
        done[1..minutes as usize].to_vec()
    }

    #[test]
    fn alone_it_uses_the_plan_and_earns_no_429() {
        for (limit, latency) in [(60.0, 20.0), (60.0, 900.0), (200.0, 300.0), (600.0, 40.0), (600.0, 500.0)] {
            let mut workspace = Workspace::new(limit);

            let minutes = drain(&mut workspace, 10, latency, 0);

            assert_eq!(workspace.refused_ours, 0, "{limit} {latency}");
            for done in minutes {
                assert!(f64::from(done) >= 0.95 * limit, "{done} of {limit} at {latency} ms");
            }
        }
    }

    #[test]
    fn beside_another_key_it_gives_way() {
        for (limit, others) in [(60.0, 20), (60.0, 5), (200.0, 100), (600.0, 300)] {
            let mut workspace = Workspace::new(limit);

            let minutes = drain(&mut workspace, 10, 40.0, others);

            assert_eq!(workspace.refused_others, 0, "others were refused at {others} of {limit}");
            for done in minutes {
                assert!(f64::from(done) >= 0.8 * (limit - f64::from(others)), "{done} beside {others} of {limit}");
            }
        }
    }

    #[test]
    fn in_the_minute_after_an_outbox_started_anew_its_own_requests_are_no_other_key_s() {
        for (limit, others) in [(60.0, 0), (60.0, 5), (60.0, 20), (200.0, 100)] {
            for second in 60..120 {
                let mut workspace = Workspace::new(limit);

                let minutes = restarted(&mut workspace, 4, 40.0, others, f64::from(second) * 1000.0);

                let what = format!("beside {others} of {limit}, started anew after {second} s");
                assert_eq!(workspace.refused_others, 0, "{what}");
                assert!(workspace.refused_ours == 0 || others > 0, "{what}");
                for done in &minutes[1..] {
                    assert!(f64::from(*done) >= 0.8 * (limit - f64::from(others)), "{done} {what}");
                }
            }
        }
    }

    #[test]
    fn one_request_goes_first_and_after_a_failure() {
        let first = Pace::default();
        assert_eq!(first.permit(0, NOW), Permit::Now);
        assert_eq!(first.permit(1, NOW), Permit::Answered);
        let success = Rate { succeeded: true, ..Rate::default() };
        let wide = (0..20).fold(first, |pace, _| pace.begun().answered(success, 0, NOW));
        assert_eq!(wide.width, WIDEST);

        assert_eq!(wide.answered(Rate::default(), 3, NOW).permit(1, NOW), Permit::Answered);
    }

    /// An answer of a minute that ends so much later, with so many requests left.
    fn left(remaining: f64, ends_in_ms: f64) -> Rate {
        Rate { limit: Some(60.0), remaining: Some(remaining), ends_in_ms: Some(ends_in_ms), succeeded: true }
    }

    #[test]
    fn an_answer_of_the_minute_before_that_was_overtaken_says_nothing_of_this_one() {
        let first = Pace::default().begun().answered(left(3.0, 500.0), 0, NOW);
        let later = NOW + 600.0;
        let next = first.begun().begun().answered(left(59.0, WINDOW_MS - 100.0), 1, later);

        let overtaken = next.answered(left(2.0, 0.0), 0, later);

        assert_eq!((overtaken.remaining, overtaken.others, overtaken.ends_at), (59.0, 0.0, next.ends_at));
        assert_eq!(overtaken.permit(0, later), Permit::Now);
    }

    #[test]
    fn after_the_clock_was_set_back_the_limit_holds() {
        let ahead = NOW + 1e10;
        let pace = Pace::default().begun().answered(left(59.0, WINDOW_MS), 0, ahead);

        let back = pace.begun().answered(left(0.0, WINDOW_MS / 2.0), 0, NOW);

        assert_ne!(back.permit(0, NOW), Permit::Now);
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        let success = Rate { succeeded: true, ..Rate::default() };
        let pace = Pace::default().begun().answered(success, 0, NOW);

        assert_eq!(pace.permit(0, NOW), Permit::Now);
    }

    proptest! {
        #[test]
        fn no_answer_stops_it_for_longer_than_a_minute(
            limit in any::<f64>(), remaining in any::<f64>(), ends_in in any::<f64>(), later in -1e12..1e12_f64,
        ) {
            let rate = Rate { limit: Some(limit), remaining: Some(remaining), ends_in_ms: Some(ends_in), succeeded: true };
            let pace = Pace::default().begun().answered(rate, 0, NOW);
            if let Permit::At { time } = pace.permit(0, NOW + later) {
                prop_assert!(time - (NOW + later) <= 2.0 * WINDOW_MS);
            }
        }
    }
}
