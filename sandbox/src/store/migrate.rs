//! Brings a file of any older schema to this one: each step is applied once, and the file's `user_version` counts them.
//! A step that has been released is never edited; what changes comes as another step.

use rusqlite::Connection;

/// The first one does nothing to a file from before steps were counted.
const STEPS: [&str; 2] = [include_str!("schema/1-leads.sql"), include_str!("schema/2-conversions-and-tickets.sql")];

pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    let applied: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(applied) {
        transaction.execute_batch(step)?;
    }
    if applied < STEPS.len() {
        transaction.pragma_update(None, "user_version", STEPS.len() as i64)?;
    }
    transaction.commit()
}
