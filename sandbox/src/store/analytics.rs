//! Leads counted over a span of their creation, by status and by campaign. Soft-deleted leads are out; a search lag is the list's only.

use rusqlite::Row;

use super::Store;
use crate::span::Span;

/// The leads of one status.
pub(crate) struct Tally {
    pub(crate) status: String,
    pub(crate) leads: u32,
    /// What they are worth together.
    pub(crate) value: f64,
}

/// The leads of one campaign on one platform.
pub(crate) struct Campaign {
    pub(crate) name: String,
    pub(crate) platform: Option<String>,
    pub(crate) leads: u32,
    pub(crate) conversions: u32,
    /// What the conversions are worth together.
    pub(crate) value: f64,
}

impl Store {
    /// The statuses that have leads, in no order.
    pub(crate) fn statuses(&self, span: Span) -> rusqlite::Result<Vec<Tally>> {
        let sql = "SELECT status, count(*), sum(coalesce(actual_value, estimated_value, 0.0)) FROM leads
                   WHERE deleted_at IS NULL AND created_at >= ? AND created_at < ? GROUP BY status";
        let tally = |row: &Row<'_>| Ok(Tally { status: row.get(0)?, leads: row.get(1)?, value: finite(row.get(2)?) });
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_map([span.from, span.to], tally)?.collect()
    }

    /// The campaigns, the one with most leads first.
    pub(crate) fn campaigns(&self, span: Span) -> rusqlite::Result<Vec<Campaign>> {
        let sql = "SELECT campaign, ad_platform, count(*) AS leads, count(*) FILTER (WHERE status = 'won'),
                     sum(coalesce(actual_value, estimated_value, 0.0)) FILTER (WHERE status = 'won')
                   FROM leads WHERE deleted_at IS NULL AND created_at >= ? AND created_at < ? AND campaign IS NOT NULL
                   GROUP BY campaign, ad_platform ORDER BY leads DESC, campaign, ad_platform";
        let campaign = |row: &Row<'_>| {
            Ok(Campaign {
                name: row.get(0)?,
                platform: row.get(1)?,
                leads: row.get(2)?,
                conversions: row.get(3)?,
                value: finite(row.get(4)?),
            })
        };
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_map([span.from, span.to], campaign)?.collect()
    }
}

/// A sum of numbers near the greatest overflows, which JSON cannot write; a sum of nothing is null.
fn finite(sum: Option<f64>) -> f64 {
    sum.unwrap_or(0.0).clamp(f64::MIN, f64::MAX)
}
