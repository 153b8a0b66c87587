//! Creating, updating, soft-deleting. A lead and its search text change in one statement, a check and its write in one transaction.

use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value as Sql};
use serde_json::{Map, Value};

use super::conversion::{COLUMNS, columns_of};
use super::read::created_between;
use super::row::{FIELDS, to_sql};
use super::{Lead, Store, search_text};
use crate::clock::Millis;
use crate::conversion::{Delivery, Queue};

/// A lead to be stored.
pub(crate) struct NewLead<'a> {
    pub(crate) id: String,
    /// Checked fields by their names on the wire; without `uniqueCode` a number is made up.
    pub(crate) fields: &'a Map<String, Value>,
    pub(crate) campaign: Option<&'a str>,
    /// The event of its status.
    pub(crate) conversion: Option<Delivery>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    /// From when list and search see it; 0: at once, even if the clock is set back.
    pub(crate) visible_at: Millis,
}

/// The field whose value another lead has already.
pub(crate) type Taken = &'static str;

/// At most so many leads may be created in `[from, to)`, deleted ones included.
pub(crate) struct DailyLimit {
    pub(crate) leads: u32,
    pub(crate) from: Millis,
    pub(crate) to: Millis,
}

/// Why a lead was not stored.
pub(crate) enum NotCreated {
    DayIsFull(u32),
    Taken(Taken),
}

impl Store {
    /// Stores a lead, unless the day is full; where codes have to be unique, a taken one is refused.
    pub(crate) fn create(
        &self,
        lead: &NewLead<'_>,
        unique: bool,
        limit: Option<DailyLimit>,
    ) -> rusqlite::Result<Result<Lead, NotCreated>> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        if let Some(DailyLimit { leads, from, to }) = limit
            && created_between(&transaction, from, to)? >= leads
        {
            return Ok(Err(NotCreated::DayIsFull(leads)));
        }
        if let Some(taken) = taken(&transaction, lead.fields, None, unique)? {
            return Ok(Err(NotCreated::Taken(taken)));
        }
        insert(&transaction, lead)?;
        let stored = by_seq(&transaction, transaction.last_insert_rowid())?;
        transaction.commit()?;
        Ok(Ok(stored))
    }

    /// Stores many leads at once, for the seed.
    pub(crate) fn create_all<'a>(&self, leads: impl Iterator<Item = NewLead<'a>>) -> rusqlite::Result<()> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        for lead in leads {
            insert(&transaction, &lead)?;
        }
        transaction.commit()
    }

    /// Changes the given fields, and what is to be sent if that changes the status; `None` when there is no such lead.
    pub(crate) fn update(
        &self,
        id: &str,
        fields: &Map<String, Value>,
        queue: Queue,
        unique: bool,
    ) -> rusqlite::Result<Option<Result<Lead, Taken>>> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let sql = format!("SELECT {} FROM leads WHERE id = ? AND deleted_at IS NULL", Lead::columns());
        let Some(lead) = transaction.query_row(&sql, [id], Lead::from_row).optional()? else { return Ok(None) };
        if let Some(taken) = taken(&transaction, fields, Some(lead.seq), unique)? {
            return Ok(Some(Err(taken)));
        }
        let after = |name: &str| fields.get(name).unwrap_or_else(|| lead.value(name));
        let mut sql = String::from("UPDATE leads SET updated_at = ?, search_text = ?, search_codes = ?");
        let mut values =
            vec![Sql::Integer(queue.now), Sql::Text(search_text::text(after)), Sql::Text(search_text::codes(after))];
        for (wire, column) in FIELDS {
            if let Some(value) = fields.get(wire) {
                sql += &format!(", {column} = ?");
                values.push(to_sql(value));
            }
        }
        if after("status") != lead.value("status") {
            let delivery = queue.delivery(after("status").as_str().unwrap_or_default(), after("adPlatform").as_str());
            sql += &COLUMNS.map(|column| format!(", {column} = ?")).concat();
            values.extend(columns_of(delivery, lead.conversion.tried_at(queue.now)));
        }
        values.push(Sql::Integer(lead.seq));
        transaction.execute(&(sql + " WHERE seq = ?"), params_from_iter(&values))?;
        let stored = by_seq(&transaction, lead.seq)?;
        transaction.commit()?;
        Ok(Some(Ok(stored)))
    }

    /// Soft-deletes a lead; `false` when there is none.
    pub(crate) fn soft_delete(&self, id: &str, now: Millis) -> rusqlite::Result<bool> {
        let sql = "UPDATE leads SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL";
        Ok(self.connection().execute(sql, (now, id))? > 0)
    }

    /// Forgets everything, and starts counting anew.
    pub(crate) fn clear(&self) -> rusqlite::Result<()> {
        self.connection()
            .execute_batch("BEGIN; DELETE FROM leads; DELETE FROM tickets; DELETE FROM sqlite_sequence; COMMIT;")
    }
}

fn insert(connection: &Connection, lead: &NewLead<'_>) -> rusqlite::Result<()> {
    let generated = match lead.fields.get("uniqueCode") {
        Some(_) => Value::Null,
        None => Value::String(free_code(connection)?),
    };
    let value = |name: &str| match (name, lead.fields.get(name)) {
        (_, Some(value)) => value,
        ("uniqueCode", None) => &generated,
        _ => &Value::Null,
    };
    let own = [
        Sql::Text(lead.id.clone()),
        lead.campaign.map_or(Sql::Null, |campaign| Sql::Text(campaign.into())),
        Sql::Text(search_text::text(value)),
        Sql::Text(search_text::codes(value)),
        Sql::Integer(lead.created_at),
        Sql::Integer(lead.updated_at),
        Sql::Integer(lead.visible_at),
    ];
    let fields = FIELDS.iter().map(|(wire, _)| to_sql(value(wire)));
    let conversion = columns_of(lead.conversion, None);
    connection.prepare_cached(&INSERT)?.execute(params_from_iter(own.into_iter().chain(conversion).chain(fields)))?;
    Ok(())
}

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let fields: Vec<_> = FIELDS.iter().map(|(_, column)| *column).collect();
    format!(
        "INSERT INTO leads (id, campaign, search_text, search_codes, created_at, updated_at, visible_at, {}, {})
         VALUES (?, ?, ?, ?, ?, ?, ?{})",
        COLUMNS.join(", "),
        fields.join(", "),
        ", ?".repeat(COLUMNS.len() + fields.len()),
    )
});

fn by_seq(connection: &Connection, seq: i64) -> rusqlite::Result<Lead> {
    connection.query_row(&format!("SELECT {} FROM leads WHERE seq = ?", Lead::columns()), [seq], Lead::from_row)
}

/// The next number, unless a client has used it as its own code.
fn free_code(connection: &Connection) -> rusqlite::Result<String> {
    let mut number: i64 =
        connection.prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM leads")?.query_row([], |row| row.get(0))?;
    let mut used = connection.prepare_cached("SELECT 1 FROM leads WHERE unique_code = ?")?;
    loop {
        let code = format!("KNK-{number:03}");
        if !used.exists([&code])? {
            return Ok(code);
        }
        number += 1;
    }
}

/// The first code among `fields` that a lead other than `own` has, where that matters.
fn taken(
    connection: &Connection,
    fields: &Map<String, Value>,
    own: Option<i64>,
    unique: bool,
) -> rusqlite::Result<Option<Taken>> {
    if !unique {
        return Ok(None);
    }
    for (wire, column) in [("uniqueCode", "unique_code"), ("externalRef", "external_ref")] {
        let Some(Value::String(code)) = fields.get(wire) else { continue };
        let sql = format!("SELECT 1 FROM leads WHERE {column} = ? AND seq IS NOT ?");
        if connection.prepare_cached(&sql)?.exists((code, own))? {
            return Ok(Some(wire));
        }
    }
    Ok(None)
}
