//! The sandbox's time: the system's, shifted or frozen by a knob. Everything that reads time or waits does it here,
//! so that tests move time instead of waiting for it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::{Timestamp, civil};
use tokio::sync::watch;

use crate::calendar::DAY_MS;

/// Milliseconds since 1970.
pub(crate) type Millis = i64;

#[derive(Clone, Copy)]
enum Hands {
    Running { offset: i64 },
    Frozen { at: Millis },
}

impl Hands {
    fn now(self) -> Millis {
        match self {
            Self::Running { offset } => system_now().saturating_add(offset),
            Self::Frozen { at } => at,
        }
    }

    /// The same kind of clock showing another time.
    fn showing(self, at: Millis) -> Self {
        match self {
            Self::Running { .. } => Self::Running { offset: at.saturating_sub(system_now()) },
            Self::Frozen { .. } => Self::Frozen { at },
        }
    }
}

/// A clock that can be set.
pub(crate) struct Clock {
    hands: watch::Sender<Hands>,
    waiting: AtomicUsize,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { hands: watch::Sender::new(Hands::Running { offset: 0 }), waiting: AtomicUsize::new(0) }
    }

    pub(crate) fn now(&self) -> Millis {
        self.hands.borrow().now()
    }

    pub(crate) fn frozen(&self) -> bool {
        matches!(*self.hands.borrow(), Hands::Frozen { .. })
    }

    pub(crate) fn set(&self, at: Millis) {
        self.hands.send_modify(|hands| *hands = hands.showing(at));
    }

    pub(crate) fn advance(&self, ms: i64) {
        self.hands.send_modify(|hands| *hands = hands.showing(hands.now().saturating_add(ms)));
    }

    pub(crate) fn freeze(&self, frozen: bool) {
        self.hands.send_modify(|hands| {
            let at = hands.now();
            *hands = if frozen { Hands::Frozen { at } } else { Hands::Running { offset: 0 }.showing(at) };
        });
    }

    /// Back to the system's time.
    pub(crate) fn reset(&self) {
        self.hands.send_replace(Hands::Running { offset: 0 });
    }

    /// How many are sleeping on this clock.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// Until the clock has moved on by so much, however it does.
    pub(crate) async fn sleep(&self, ms: u64) {
        if ms == 0 {
            return;
        }
        let mut changes = self.hands.subscribe();
        let until = self.now().saturating_add_unsigned(ms);
        let _counted = Counted::new(&self.waiting);
        loop {
            let hands = *changes.borrow_and_update();
            let left = until.saturating_sub(hands.now());
            let Ok(left) = u64::try_from(left) else { return };
            if left == 0 {
                return;
            }
            let passing = async {
                match hands {
                    Hands::Running { .. } => tokio::time::sleep(Duration::from_millis(left)).await,
                    Hands::Frozen { .. } => std::future::pending().await,
                }
            };
            tokio::select! {
                () = passing => {}
                // The sender lives in this clock, so it cannot be gone.
                _ = changes.changed() => {}
            }
        }
    }
}

struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn system_now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// `2025-01-15T10:30:00.000Z`, as the contract writes times.
pub(crate) fn iso(at: Millis) -> String {
    format!("{:.3}", timestamp(at))
}

/// The HTTP date of the `Date` header.
pub(crate) fn http_date(at: Millis) -> String {
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&timestamp(at)).unwrap_or_default()
}

/// An ISO 8601 date-time with `Z` or an offset, or a date: its midnight in UTC. Every one that the schemas take has a time: the
/// year 9999 to its last moment, and a fraction of any length, of which milliseconds count.
pub(crate) fn parse_iso(text: &str) -> Option<Millis> {
    let (date, rest) = text.split_at_checked(10)?;
    let days = date.parse::<civil::Date>().ok()?.since(civil::date(1970, 1, 1)).ok()?.get_days();
    let midnight = Millis::from(days) * DAY_MS;
    if rest.is_empty() {
        return Some(midnight);
    }
    let rest = rest.strip_prefix('T')?;
    let (time, zone) = rest.split_at_checked(rest.find(['Z', '+', '-'])?)?;
    // jiff reads nine digits of a fraction at most.
    let time = time.get(.."10:30:00.000000000".len()).unwrap_or(time).parse::<civil::Time>().ok()?;
    let clock = time.duration_since(civil::Time::midnight()).as_millis();
    Some(midnight + Millis::try_from(clock).ok()? - offset(zone)?)
}

/// How far a zone is ahead of UTC.
fn offset(zone: &str) -> Option<Millis> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    Some(sign * (hours.parse::<Millis>().ok()? * 60 + minutes.parse::<Millis>().ok()?) * 60_000)
}

fn timestamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_on_a_frozen_clock_wakes_when_it_is_advanced_far_enough() {
        let clock = std::sync::Arc::new(Clock::new());
        clock.freeze(true);
        let sleeping = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(3_000_000).await }
        });
        while clock.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        clock.advance(2_999_999);
        tokio::task::yield_now().await;
        assert_eq!(clock.waiting(), 1);
        clock.advance(1);
        sleeping.await.expect("it wakes");
        assert_eq!(clock.waiting(), 0);
    }

    #[test]
    fn times_are_written_and_read_as_in_the_contract() {
        let at = parse_iso("2025-01-15T10:30:00.000Z").expect("a date-time");
        assert_eq!(iso(at), "2025-01-15T10:30:00.000Z");
        assert_eq!(parse_iso("2025-01-15T17:30:00+07:00"), Some(at));
        assert_eq!(parse_iso("2025-01-15").map(iso).as_deref(), Some("2025-01-15T00:00:00.000Z"));
        assert_eq!(parse_iso("2025-01-15T10:30-0030"), parse_iso("2025-01-15T11:00:00Z"));
        assert_eq!(parse_iso("yesterday"), None);
        let longest = parse_iso("9999-12-31T23:59:59.000999999999999999-23:59").expect("a date-time");
        assert_eq!(longest, parse_iso("9999-12-31").expect("a date") + 2 * DAY_MS - 61_000);
        assert_eq!(http_date(at), "Wed, 15 Jan 2025 10:30:00 GMT");
    }
}
