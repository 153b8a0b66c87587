//! The clock of visits: JavaScript's milliseconds as ISO 8601, and how long ago such a text is.

use crate::validate::rules::seconds;

/// Milliseconds since 1970 in UTC, `2026-11-24T03:00:00.000Z`; what no calendar of four digits has becomes its nearest end.
pub(crate) fn iso(milliseconds: f64) -> String {
    const LAST: f64 = 253_402_300_799_999.0;
    let milliseconds = milliseconds.clamp(0.0, LAST) as u64;
    let (days, rest) = (milliseconds / 86_400_000, milliseconds % 86_400_000);
    // Years that begin in March have the leap day at their end; 400 of them are 146 097 days, and 1970 is 719 468 days after
    // the first of March of the year 0.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year + u64::from(month >= 10);
    let month = if month < 10 { month + 3 } else { month - 9 };
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", rest % 1_000)
}

/// The seconds between two times, negative when the later one is named first; `None` when one is no time.
pub(crate) fn seconds_between(earlier: &str, later: &str) -> Option<i64> {
    let (earlier, later) = (seconds(earlier)?, seconds(later)?);
    Some(i64::try_from(later).ok()? - i64::try_from(earlier).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_written_as_javascript_writes_it() {
        for (milliseconds, text) in [
            (0.0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999.0, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000.0, "2000-02-29T00:00:00.000Z"),
            (1_764_000_000_123.0, "2025-11-24T16:00:00.123Z"),
            (253_402_300_799_999.0, "9999-12-31T23:59:59.999Z"),
            (f64::NAN, "1970-01-01T00:00:00.000Z"),
            (f64::INFINITY, "9999-12-31T23:59:59.999Z"),
            (-1.0, "1970-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(iso(milliseconds), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(one in 0_u32..u32::MAX, other in 0_u32..u32::MAX) {
            let (first, second) = (iso(f64::from(one) * 1_000.0), iso(f64::from(other) * 1_000.0));
            prop_assert_eq!(seconds_between(&first, &second), Some(i64::from(other) - i64::from(one)));
        }
    }
}
