//! Dates and times.

/// Whether `text` is an ISO 8601 date (`2025-01-15`), or a date-time with `Z` or an offset (`2025-01-15T10:30:00.000Z`).
/// Seconds and their fraction may be left out; the day has to exist.
#[must_use]
pub fn date_time(text: &str) -> bool {
    seconds(text).is_some()
}

/// Whether a span of time ends before it begins: two dates by the day, two times by the second. A date beside a time is
/// taken for the day of some zone that we do not know, so the two have to be 36 hours apart.
#[must_use]
pub fn is_after(from: &str, to: &str) -> bool {
    let (Some(first), Some(last)) = (seconds(from), seconds(to)) else { return false };
    let same = is_day(from) == is_day(to);
    first > last + if same { 0 } else { 36 * 3600 }
}

fn is_day(text: &str) -> bool {
    text.len() == 10
}

/// Seconds in a day.
const DAY: u32 = 86_400;

/// The second of a time, counted from long ago; of a date its first, as if it were one of UTC.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let mut rest = Rest(text.as_bytes());
    let mut year = rest.number(4)?;
    rest.take(b"-")?;
    let mut month = rest.number(2)?;
    rest.take(b"-")?;
    let day = rest.number(2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if !(1..=days).contains(&day) {
        return None;
    }
    // Years that begin in March have the leap day at their end. Counted from 400 years before, none is negative.
    year += 400;
    if month < 3 {
        year -= 1;
        month += 12;
    }
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 3) / 5 + day;
    let mut second = DAY;
    if !is_day(text) {
        rest.take(b"T")?;
        second += rest.hours_and_minutes(true)?;
        if rest.take(b":").is_some() {
            second += rest.number_below(60)?;
            if rest.take(b".").is_some() {
                rest.number(1)?;
                while rest.number(1).is_some() {}
            }
        }
        if rest.take(b"Z").is_none() {
            let east = rest.take(b"+").is_some();
            if !east {
                rest.take(b"-")?;
            }
            let offset = rest.hours_and_minutes(false)?;
            second = if east { second - offset } else { second + offset };
        }
    }
    rest.0.is_empty().then(|| u64::from(days) * u64::from(DAY) + u64::from(second))
}

/// What has not been read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// Takes one of some bytes.
    fn take(&mut self, wanted: &[u8]) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        wanted.contains(first).then(|| self.0 = rest)
    }

    /// Takes a number of exactly so many digits.
    fn number(&mut self, length: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(length)?;
        let digit = |value: u32, byte: &u8| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'));
        let number = digits.iter().try_fold(0, digit)?;
        self.0 = rest;
        Some(number)
    }

    /// Takes a number of two digits.
    fn number_below(&mut self, end: u32) -> Option<u32> {
        self.number(2).filter(|number| *number < end)
    }

    /// Takes hours and minutes, and answers the seconds in them. An offset may do without the colon.
    fn hours_and_minutes(&mut self, colon: bool) -> Option<u32> {
        let hours = self.number_below(24)?;
        if self.take(b":").is_none() && colon {
            return None;
        }
        Some(3600 * hours + 60 * self.number_below(60)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{date_time, is_after};

    #[test]
    fn a_time_is_a_day_that_exists_and_has_a_zone_if_it_has_a_clock() {
        for good in [
            "2025-01-15",
            "2024-02-29",
            "2000-02-29",
            "2025-01-15T10:30:00Z",
            "2025-01-15T10:30:00.000Z",
            "2025-01-15T10:30Z",
            "2025-01-15T23:59:59+07:00",
            "2025-01-15T00:00:00-0330",
        ] {
            assert!(date_time(good), "{good}");
        }
        for bad in [
            "",
            "2025",
            "2025-1-15",
            "2025-13-01",
            "2025-02-29",
            "1900-02-29",
            "2025-04-31",
            "2025-00-10",
            "2025-01-00",
            "2025-01-15T",
            "2025-01-15T10:30:00",
            "2025-01-15 10:30:00Z",
            "2025-01-15T24:00:00Z",
            "2025-01-15T10:60:00Z",
            "2025-01-15T10:30:60Z",
            "2025-01-15T10:30:00.Z",
            "2025-01-15T10:30:00+7",
            "2025-01-15T10:30:00+24:00",
            "2025-01-15T10:30:00ZZ",
            "15/01/2025",
            "yesterday",
            "20२5-01-15",
        ] {
            assert!(!date_time(bad), "{bad}");
        }
    }

    #[test]
    fn two_times_are_compared_by_the_second_in_any_zone() {
        for (early, late) in [
            ("2025-01-15T10:00:00Z", "2025-01-15T10:00:01Z"),
            ("2025-01-15T10:00Z", "2025-01-15T17:00:01+07:00"),
            ("2025-01-15T23:30:00-0100", "2025-01-16T00:31:00.5Z"),
            ("2024-02-29T23:59:59Z", "2024-03-01T00:00:00Z"),
            ("2025-02-28T23:59:59Z", "2025-03-01T00:00:00Z"),
            ("2023-12-31T23:59:59Z", "2024-01-01T00:00Z"),
            ("1999-12-31T23:59:59Z", "2000-01-01T00:00Z"),
            ("0000-01-01T00:00:00+23:59", "0000-01-01T00:00Z"),
        ] {
            assert!(is_after(late, early), "{late} {early}");
            assert!(!is_after(early, late), "{early} {late}");
        }
        assert!(!is_after("2025-01-15T17:00:00+07:00", "2025-01-15T10:00:00Z"));
        assert!(!is_after("2025-01-15T10:00:00Z", "2025-01-15T17:00+07:00"));
    }

    #[test]
    fn a_date_is_compared_by_the_day_and_beside_a_time_in_the_kindest_zone() {
        assert!(is_after("2025-01-16", "2025-01-15"));
        assert!(!is_after("2025-01-15", "2025-01-15"));
        assert!(!is_after("2025-01-16", "2025-01-15T20:00:00Z"));
        assert!(is_after("2025-01-17", "2025-01-15T11:59:59Z"));
        assert!(!is_after("2025-01-16T12:00:00Z", "2025-01-15"));
        assert!(is_after("2025-01-16T12:00:01Z", "2025-01-15"));
        assert!(!is_after("soon", "2025-01-15"));
    }
}
