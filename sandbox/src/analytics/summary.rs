//! Analytics Summary: counts over the span, and the span itself.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::asked;
use crate::clock::iso;
use crate::context::Context;
use crate::envelope::{Refusal, Reply, number};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    total_leads: u32,
    new_leads: u32,
    contacted_leads: u32,
    total_conversions: u32,
    total_conversion_value: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeframe: Option<String>,
    period: Period,
}

#[derive(Serialize)]
struct Period {
    from: String,
    to: String,
}

pub(crate) fn summary(context: &Context<'_>, query: &str) -> Result<Reply, Refusal> {
    let asked = asked(context, query)?;
    let statuses = context.store.statuses(asked.span)?;
    let of = |status: &str| statuses.iter().find(|tally| tally.status == status);
    let count = |status| of(status).map_or(0, |tally| tally.leads);
    let summary = Summary {
        total_leads: statuses.iter().map(|tally| tally.leads).sum(),
        new_leads: count("new"),
        contacted_leads: count("contacted"),
        total_conversions: count("won"),
        total_conversion_value: number(of("won").map_or(0.0, |won| won.value)),
        timeframe: asked.timeframe,
        period: Period { from: iso(asked.span.from), to: iso(asked.span.to) },
    };
    Reply::new(StatusCode::OK, &summary)
}
