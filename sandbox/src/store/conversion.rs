//! What became of leads' conversion events, stored with each lead and read against the clock.

use std::collections::BTreeMap;

use rusqlite::{Row, types::Value as Sql};
use serde::Serialize;

use super::{Lead, Store};
use crate::clock::Millis;
use crate::conversion::Delivery;
use crate::span::Span;

/// A lead's event as it is stored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conversion {
    /// `None`: nothing to send, or from before events were stored.
    pub(crate) event: Option<String>,
    outcome: Option<String>,
    due_at: Option<Millis>,
    tried_before: Option<Millis>,
}

/// How many leads are in which state.
#[derive(Default, Serialize)]
pub(crate) struct ConversionCounts {
    pending: u32,
    synced: u32,
    partial: u32,
    failed: u32,
    none: u32,
}

/// The columns that [`Conversion::from_row`] reads and [`columns_of`] fills, in their order.
pub(super) const COLUMNS: [&str; 4] =
    ["conversion_event", "conversion_outcome", "conversion_due_at", "conversion_tried_at"];

impl Conversion {
    pub(super) fn from_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            event: row.get(first)?,
            outcome: row.get(first + 1)?,
            due_at: row.get(first + 2)?,
            tried_before: row.get(first + 3)?,
        })
    }

    /// The contract's name for where it stands.
    pub(crate) fn state(&self, now: Millis) -> &str {
        match (self.due_at, &self.outcome) {
            (Some(due), Some(_)) if due > now => "pending",
            (Some(_), Some(outcome)) => outcome,
            _ => "none",
        }
    }

    /// When an event of the lead was tried last.
    pub(crate) fn tried_at(&self, now: Millis) -> Option<Millis> {
        self.due_at.filter(|due| *due <= now).or(self.tried_before)
    }
}

/// A new event's columns.
pub(super) fn columns_of(delivery: Option<Delivery>, tried_before: Option<Millis>) -> [Sql; 4] {
    let text = |text: &str| Sql::Text(text.to_owned());
    [
        delivery.map_or(Sql::Null, |delivery| text(delivery.event)),
        delivery.map_or(Sql::Null, |delivery| text(delivery.outcome.name())),
        delivery.map_or(Sql::Null, |delivery| Sql::Integer(delivery.due_at)),
        tried_before.map_or(Sql::Null, Sql::Integer),
    ]
}

impl Store {
    /// How many leads, created in the span, are in which state.
    pub(crate) fn conversion_counts(
        &self,
        span: Span,
        platform: Option<&str>,
        now: Millis,
    ) -> rusqlite::Result<ConversionCounts> {
        let sql = "SELECT CASE WHEN conversion_due_at IS NULL THEN 'none' WHEN conversion_due_at > ?1 THEN 'pending'
                     ELSE conversion_outcome END AS state, count(*) FROM leads
                   WHERE deleted_at IS NULL AND created_at >= ?2 AND created_at < ?3 AND (?4 IS NULL OR ad_platform = ?4)
                   GROUP BY state";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let counted = statement.query_map((now, span.from, span.to, platform), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let counts: BTreeMap<String, u32> = counted.collect::<Result<_, _>>()?;
        let of = |state: &str| counts.get(state).copied().unwrap_or_default();
        Ok(ConversionCounts {
            pending: of("pending"),
            synced: of("synced"),
            partial: of("partial"),
            failed: of("failed"),
            none: of("none"),
        })
    }

    /// The leads whose event is pending or failed, in order of arrival.
    pub(crate) fn with_unsent_conversion(&self, now: Millis) -> rusqlite::Result<Vec<Lead>> {
        let sql = format!(
            "SELECT {} FROM leads WHERE deleted_at IS NULL AND conversion_due_at IS NOT NULL
             AND (conversion_due_at > ? OR conversion_outcome = 'failed') ORDER BY seq",
            Lead::columns()
        );
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&sql)?;
        statement.query_map([now], Lead::from_row)?.collect()
    }
}
