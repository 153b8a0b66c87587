//! Dates and times.

/// Whether `text` is an ISO 8601 date (`2025-01-15`), or a date-time with `Z` or an offset (`2025-01-15T10:30:00.000Z`).
/// Seconds and their fraction may be left out; the day has to exist.
#[must_use]
pub fn date_time(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    read(&mut rest).is_some() && rest.0.is_empty()
}

fn read(rest: &mut Rest<'_>) -> Option<()> {
    let year = rest.number(4)?;
    rest.take(b"-")?;
    let month = rest.number(2)?;
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
    if rest.0.is_empty() {
        return Some(());
    }
    rest.take(b"T")?;
    rest.number_below(24)?;
    rest.take(b":")?;
    rest.number_below(60)?;
    if rest.take(b":").is_some() {
        rest.number_below(60)?;
        if rest.take(b".").is_some() {
            rest.number(1)?;
            while rest.number(1).is_some() {}
        }
    }
    if rest.take(b"Z").is_none() {
        rest.take(b"+-")?;
        rest.number_below(24)?;
        let _ = rest.take(b":");
        rest.number_below(60)?;
    }
    Some(())
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
    fn number_below(&mut self, end: u32) -> Option<()> {
        (self.number(2)? < end).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::date_time;

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
}
