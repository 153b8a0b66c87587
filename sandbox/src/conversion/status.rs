//! Conversion Sync Status: how many leads of a span of time, by their creation, are in which state.

use axum::http::StatusCode;
use konektor::model::ConversionStatusQuery;

use crate::check;
use crate::context::Context;
use crate::envelope::{Refusal, Reply};
use crate::span::Asked;

pub(crate) fn status(context: &Context<'_>, query: &str) -> Result<Reply, Refusal> {
    let fields = check::query(query, ConversionStatusQuery::SCHEMA)?;
    let Asked { span, .. } = Asked::read(&fields, context.now)?;
    let platform = fields.get("platform").and_then(|platform| platform.as_str());
    Reply::new(StatusCode::OK, &context.store.conversion_counts(span, platform, context.now)?)
}
