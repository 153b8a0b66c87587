//! Single leads, counts, and the dump for tests.

use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value as Sql};

use super::{Lead, Store};
use crate::clock::Millis;

/// Which leads to dump, whatever their state.
#[derive(Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Dump {
    /// Only after this one, in order of arrival.
    after: i64,
    limit: Option<u32>,
    /// The newest so many instead.
    last: Option<u32>,
    id: Option<String>,
    unique_code: Option<String>,
    external_ref: Option<String>,
}

impl Store {
    /// The lead with this id, unless it is soft-deleted.
    pub(crate) fn get(&self, id: &str) -> rusqlite::Result<Option<Lead>> {
        let sql = format!("SELECT {} FROM leads WHERE id = ? AND deleted_at IS NULL", Lead::columns());
        self.connection().prepare_cached(&sql)?.query_row([id], Lead::from_row).optional()
    }

    /// How many leads were created in `[from, to)`, deleted ones included: a daily limit counts them.
    pub(crate) fn created_between(&self, from: Millis, to: Millis) -> rusqlite::Result<u32> {
        created_between(&self.connection(), from, to)
    }

    /// How many leads there are, in any state.
    pub(crate) fn count(&self) -> rusqlite::Result<u32> {
        self.connection().query_row("SELECT count(*) FROM leads", [], |row| row.get(0))
    }

    /// The leads that match, in order of arrival, and how many match `dump`'s fields in all.
    pub(crate) fn dump(&self, dump: Dump) -> rusqlite::Result<(Vec<Lead>, u32)> {
        let mut condition = String::from("TRUE");
        let mut values = Vec::new();
        for (column, value) in [("id", dump.id), ("unique_code", dump.unique_code), ("external_ref", dump.external_ref)]
        {
            if let Some(value) = value {
                condition += &format!(" AND {column} = ?");
                values.push(Sql::Text(value));
            }
        }
        let connection = self.connection();
        let total = connection.query_row(
            &format!("SELECT count(*) FROM leads WHERE {condition}"),
            params_from_iter(&values),
            |row| row.get(0),
        )?;
        let (order, limit) = match dump.last {
            Some(last) => ("DESC", last),
            None => ("ASC", dump.limit.unwrap_or(1000)),
        };
        values.extend([Sql::Integer(dump.after), Sql::Integer(limit.min(10_000).into())]);
        let columns = Lead::columns();
        let sql = format!("SELECT {columns} FROM leads WHERE {condition} AND seq > ? ORDER BY seq {order} LIMIT ?");
        let mut statement = connection.prepare(&sql)?;
        let mut leads: Vec<_> =
            statement.query_map(params_from_iter(&values), Lead::from_row)?.collect::<Result<_, _>>()?;
        if dump.last.is_some() {
            leads.reverse();
        }
        Ok((leads, total))
    }
}

pub(super) fn created_between(connection: &Connection, from: Millis, to: Millis) -> rusqlite::Result<u32> {
    let sql = "SELECT count(*) FROM leads WHERE created_at >= ? AND created_at < ?";
    connection.prepare_cached(sql)?.query_row([from, to], |row| row.get(0))
}
