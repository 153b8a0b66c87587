//! The three analytics, one a file. A lead belongs to the span in which it was created; a conversion is a lead that is `won`,
//! worth its actual value or else its estimated one.

pub(crate) mod campaigns;
pub(crate) mod funnel;
pub(crate) mod summary;

use konektor::model::AnalyticsQuery;

use crate::check;
use crate::context::Context;
use crate::envelope::Refusal;
use crate::span::Asked;

fn asked(context: &Context<'_>, query: &str) -> Result<Asked, Refusal> {
    Asked::read(&check::query(query, AnalyticsQuery::SCHEMA)?, context.now)
}
