//! Analytics Funnel: the statuses in the contract's order, those with leads only, as its example has it.

use axum::http::StatusCode;
use konektor::model::CreateLead;
use konektor::schema::Kind;
use serde::Serialize;
use serde_json::Value;

use super::asked;
use crate::context::Context;
use crate::envelope::{Refusal, Reply, number};

#[derive(Serialize)]
struct Step {
    status: &'static str,
    count: u32,
    percentage: Value,
}

pub(crate) fn funnel(context: &Context<'_>, query: &str) -> Result<Reply, Refusal> {
    let statuses = context.store.statuses(asked(context, query)?.span)?;
    let total = statuses.iter().map(|tally| tally.leads).sum();
    let step = |status: &&'static str| {
        let tally = statuses.iter().find(|tally| tally.status == *status)?;
        Some(Step { status, count: tally.leads, percentage: percentage(tally.leads, total) })
    };
    let steps: Vec<_> = documented().iter().filter_map(step).collect();
    Reply::new(StatusCode::OK, &steps)
}

fn documented() -> &'static [&'static str] {
    match CreateLead::SCHEMA.field("status").map(|status| &status.kind) {
        Some(Kind::Values(statuses)) => statuses.values,
        _ => &[],
    }
}

/// Rounded to two decimals by itself: the sum may miss 100 by some hundredths.
fn percentage(count: u32, total: u32) -> Value {
    let (count, total) = (u64::from(count), u64::from(total.max(1)));
    let hundredths = (count * 20_000 + total) / (2 * total);
    number(hundredths as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_two_decimals_at_most_and_halves_go_up() {
        let written = |count, total| percentage(count, total).to_string();
        assert_eq!(written(42, 156), "26.92");
        assert_eq!(written(1, 3), "33.33");
        assert_eq!(written(2, 3), "66.67");
        assert_eq!(written(1, 2), "50");
        assert_eq!(written(1, 8), "12.5");
        assert_eq!(written(1, 800), "0.13");
        assert_eq!(written(u32::MAX, u32::MAX), "100");
    }
}
