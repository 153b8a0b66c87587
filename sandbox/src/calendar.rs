//! Days, weeks and months in the workspace's timezone, Asia/Jakarta as in the contract's example: seven hours ahead of UTC all year.
//! Given a time it says when they begin; the operations decide what to do with that.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz};

use crate::clock::Millis;

pub(crate) const TIMEZONE: &str = "Asia/Jakarta";
pub(crate) const DAY_MS: i64 = 86_400_000;
const AHEAD_MS: i64 = 7 * 3_600_000;

/// Where the day begins.
pub(crate) fn day(now: Millis) -> Millis {
    days(now) * DAY_MS - AHEAD_MS
}

/// Where the week begins: on Monday.
pub(crate) fn week(now: Millis) -> Millis {
    // The first day of 1970 was a Thursday.
    day(now) - (days(now) + 3).rem_euclid(7) * DAY_MS
}

/// Where the month begins.
pub(crate) fn month(now: Millis) -> Millis {
    let there = date(now.saturating_add(AHEAD_MS));
    day(now) - (i64::from(there.day()) - 1) * DAY_MS
}

/// The next 15th of a month at midnight in UTC, which is when the contract's example workspace is billed.
pub(crate) fn next_billing(now: Millis) -> Millis {
    let today = date(now);
    let month = today.first_of_month();
    let next = if today.day() < 15 { month.checked_add(14.days()) } else { month.checked_add(1.month().days(14)) };
    let midnight = next.ok().and_then(|date| date.to_zoned(tz::TimeZone::UTC).ok());
    midnight.map_or(now, |midnight| midnight.timestamp().as_millisecond())
}

/// Days since 1970, there.
fn days(now: Millis) -> i64 {
    now.saturating_add(AHEAD_MS).div_euclid(DAY_MS)
}

fn date(at: Millis) -> Date {
    let at = Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX });
    tz::Offset::UTC.to_datetime(at).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{iso, parse_iso};

    fn at(text: &str) -> Millis {
        parse_iso(text).expect("a time")
    }

    #[test]
    fn days_weeks_and_months_begin_at_midnight_in_jakarta() {
        // A Wednesday in UTC, a Thursday in Jakarta: the first of the month.
        let now = at("2025-04-30T17:00:00Z");
        assert_eq!(iso(day(now)), "2025-04-30T17:00:00.000Z");
        assert_eq!(iso(week(now)), "2025-04-27T17:00:00.000Z");
        assert_eq!(iso(month(now)), "2025-04-30T17:00:00.000Z");
        let before = now - 1;
        assert_eq!(iso(day(before)), "2025-04-29T17:00:00.000Z");
        assert_eq!(iso(week(before)), "2025-04-27T17:00:00.000Z");
        assert_eq!(iso(month(before)), "2025-03-31T17:00:00.000Z");
        let monday = at("2025-04-27T17:00:00Z");
        assert_eq!((week(monday), week(monday - 1)), (monday, monday - 7 * DAY_MS));
    }

    #[test]
    fn billing_is_always_ahead() {
        let next = |now| iso(next_billing(at(now)));
        assert_eq!(next("2025-01-14T23:59:59Z"), "2025-01-15T00:00:00.000Z");
        assert_eq!(next("2025-01-15T00:00:00Z"), "2025-02-15T00:00:00.000Z");
        assert_eq!(next("2025-12-31T23:00:00Z"), "2026-01-15T00:00:00.000Z");
    }
}
