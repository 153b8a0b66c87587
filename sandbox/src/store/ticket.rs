//! Support tickets: stored, and read back by the knob only.

use rusqlite::Row;
use serde::{Serialize, Serializer};

use super::Store;
use crate::clock::{Millis, iso};

/// A stored ticket. What the Agent API answers is all of it but the message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ticket {
    #[serde(rename = "ticketId")]
    pub(crate) id: String,
    #[serde(rename = "ticketRef")]
    pub(crate) reference: String,
    pub(crate) subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    pub(crate) status: String,
    pub(crate) priority: String,
    #[serde(serialize_with = "as_iso")]
    pub(crate) created_at: Millis,
}

fn as_iso<S: Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*at))
}

impl Store {
    pub(crate) fn create_ticket(&self, ticket: &Ticket) -> rusqlite::Result<()> {
        let sql = "INSERT INTO tickets (id, reference, subject, message, status, priority, created_at)
                   VALUES (?, ?, ?, coalesce(?, ''), ?, ?, ?)";
        let Ticket { id, reference, subject, message, status, priority, created_at } = ticket;
        self.connection().execute(sql, (id, reference, subject, message, status, priority, created_at))?;
        Ok(())
    }

    /// All of them, in order of arrival.
    pub(crate) fn tickets(&self) -> rusqlite::Result<Vec<Ticket>> {
        let ticket = |row: &Row<'_>| {
            Ok(Ticket {
                id: row.get(0)?,
                reference: row.get(1)?,
                subject: row.get(2)?,
                message: row.get(3)?,
                status: row.get(4)?,
                priority: row.get(5)?,
                created_at: row.get(6)?,
            })
        };
        let sql = "SELECT id, reference, subject, message, status, priority, created_at FROM tickets ORDER BY seq";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_map([], ticket)?.collect()
    }
}
