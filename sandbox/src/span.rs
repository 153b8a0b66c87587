//! Which span of time is asked for: a preset in the workspace's days, or custom dates, which override it. A span holds its beginning and not its
//! end, so that spans which meet share no lead; a preset ends with the current day, so that it is made of whole days.

use serde_json::{Map, Value};

use crate::calendar::{DAY_MS, day, month, week};
use crate::clock::{Millis, parse_iso};
use crate::envelope::Refusal;

/// From its beginning up to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Millis,
    pub(crate) to: Millis,
}

/// A span, and the preset that it comes from.
pub(crate) struct Asked {
    pub(crate) span: Span,
    /// `None` for custom dates.
    pub(crate) timeframe: Option<String>,
}

impl Asked {
    /// Reads a checked query.
    pub(crate) fn read(fields: &Map<String, Value>, now: Millis) -> Result<Self, Refusal> {
        let text = |name| fields.get(name).and_then(Value::as_str);
        let time = |name| match text(name) {
            Some(text) => parse_iso(text).map(Some).ok_or_else(|| Refusal::field(name, "Invalid datetime")),
            None => Ok(None),
        };
        let (from, to) = (time("from")?, time("to")?);
        if from.is_some() || to.is_some() {
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err(Refusal::field("from", "Must not be after `to`"));
            }
            // A side that is not given is open, as in all_time.
            let open = preset("all_time", now);
            let span = Span { from: from.unwrap_or(open.from), to: to.unwrap_or(open.to) };
            return Ok(Self { span, timeframe: None });
        }
        let timeframe = text("timeframe").unwrap_or("last_30_days");
        Ok(Self { span: preset(timeframe, now), timeframe: Some(timeframe.to_owned()) })
    }
}

fn preset(timeframe: &str, now: Millis) -> Span {
    let today = day(now);
    let from = match timeframe {
        "today" => today,
        "last_7_days" => today - 6 * DAY_MS,
        "current_week" => week(now),
        "current_month" => month(now),
        "all_time" => 0,
        _ => today - 29 * DAY_MS,
    };
    Span { from, to: today + DAY_MS }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::iso;

    #[test]
    fn presets_are_whole_days_of_jakarta() {
        // Thursday, 15:00 there.
        let now = parse_iso("2025-01-16T08:00:00Z").expect("a time");
        for (timeframe, from) in [
            ("today", "2025-01-15T17:00:00.000Z"),
            ("last_7_days", "2025-01-09T17:00:00.000Z"),
            ("last_30_days", "2024-12-17T17:00:00.000Z"),
            ("current_week", "2025-01-12T17:00:00.000Z"),
            ("current_month", "2024-12-31T17:00:00.000Z"),
            ("all_time", "1970-01-01T00:00:00.000Z"),
        ] {
            let Span { from: begins, to } = preset(timeframe, now);
            assert_eq!((iso(begins).as_str(), iso(to).as_str()), (from, "2025-01-16T17:00:00.000Z"), "{timeframe}");
        }
    }
}
