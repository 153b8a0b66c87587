//! The leads on disk or in memory: every SQL statement of the sandbox is in this folder. It is given checked values and the
//! clock's time, and knows nothing of requests. One connection behind a lock: writers take turns, a commit is on disk when it returns.

mod list;
mod read;
mod row;
mod search_text;
mod write;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub(crate) use list::{Filters, Order, Page, Position, Sort};
pub(crate) use read::Dump;
pub(crate) use row::Lead;
pub(crate) use write::NewLead;

/// Where the leads are kept.
pub(crate) struct Store(Mutex<Connection>);

impl Store {
    pub(crate) fn open(file: Option<&Path>) -> rusqlite::Result<Self> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // FULL rather than NORMAL: an answered lead outlives a power cut too, not only the process.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(include_str!("schema.sql"))?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held rolled its transaction back: the connection is sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
