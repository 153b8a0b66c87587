//! Leads and tickets on disk or in memory: every SQL statement of the sandbox is in this folder. It is given checked values and the
//! clock's time, and knows nothing of requests. One connection behind a lock: writers take turns, a commit is on disk when it returns.

mod analytics;
mod conversion;
mod list;
mod migrate;
mod read;
mod row;
mod search_text;
mod ticket;
mod write;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub(crate) use analytics::Campaign;
pub(crate) use list::{Filters, Order, Page, Position, Sort};
pub(crate) use read::Dump;
pub(crate) use row::Lead;
pub(crate) use ticket::Ticket;
pub(crate) use write::{DailyLimit, NewLead, NotCreated};

/// Where they are kept.
pub(crate) struct Store(Mutex<Connection>);

impl Store {
    pub(crate) fn open(file: Option<&Path>) -> rusqlite::Result<Self> {
        let mut connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // FULL rather than NORMAL: an answered lead outlives a power cut too, not only the process.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // 64 MiB: a hundred thousand leads without going to the file for each page.
        connection.pragma_update(None, "cache_size", -65_536)?;
        migrate::migrate(&mut connection)?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held rolled its transaction back: the connection is sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_ahead_and_synced_at_each_commit() {
        let file = std::env::temp_dir().join(format!("konektor-sandbox-{}.db", uuid::Uuid::new_v4()));
        let store = Store::open(Some(&file)).expect("a database");
        let pragma = |name| {
            let value = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
            store.connection().pragma_query_value(None, name, value).expect(name)
        };
        assert_eq!(pragma("journal_mode"), rusqlite::types::Value::Text("wal".into()));
        assert_eq!(pragma("synchronous"), rusqlite::types::Value::Integer(2));
        drop(store);
        std::fs::remove_file(file).expect("removed");
    }
}
