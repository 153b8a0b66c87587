//! Dates and times.

/// Whether `text` is an ISO 8601 date (`2025-01-15`), or a date-time with `Z` or an offset (`2025-01-15T10:30:00.000Z`).
/// Seconds and their fraction may be left out; the day has to exist.
#[must_use]
pub fn date_time(text: &str) -> bool {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    is_date(date) && time.is_none_or(is_time)
}

/// The number that `text` says in exactly `length` digits.
fn digits(text: Option<&str>, length: usize) -> Option<u32> {
    let text = text.filter(|text| text.len() == length)?;
    text.bytes().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let year = digits(parts.next(), 4);
    let (month, day) = (digits(parts.next(), 2), digits(parts.next(), 2));
    let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let Some((clock, zone)) = text.find(['Z', '+', '-']).and_then(|zone| text.split_at_checked(zone)) else {
        return false;
    };
    is_clock(clock) && (zone == "Z" || is_offset(zone.get(1..)))
}

fn is_clock(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (digits(parts.next(), 2), digits(parts.next(), 2));
    let second = parts.next().is_none_or(|second| {
        let (whole, fraction) = second.split_once('.').unwrap_or((second, "0"));
        let fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
        fraction && digits(Some(whole), 2).is_some_and(|second| second < 60)
    });
    hour.is_some_and(|hour| hour < 24) && minute.is_some_and(|minute| minute < 60) && second
}

fn is_offset(text: Option<&str>) -> bool {
    let Some((hours, minutes)) = text.and_then(|text| text.split_at_checked(2)) else {
        return false;
    };
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    digits(Some(hours), 2).is_some_and(|hours| hours < 24)
        && digits(Some(minutes), 2).is_some_and(|minutes| minutes < 60)
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
