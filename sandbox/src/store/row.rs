//! A lead as it is stored, and as answers show it: the wire's names and order beside the columns.

use rusqlite::Row;
use rusqlite::types::{Value as Sql, ValueRef};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::conversion::{COLUMNS, Conversion};
use crate::clock::{Millis, iso};
use crate::envelope::number;

/// The fields that a client may set, in the order of the contract's answers: name on the wire, column.
pub(crate) const FIELDS: [(&str, &str); 14] = [
    ("uniqueCode", "unique_code"),
    ("firstName", "first_name"),
    ("lastName", "last_name"),
    ("email", "email"),
    ("phone", "phone"),
    ("status", "status"),
    ("priority", "priority"),
    ("source", "source"),
    ("adPlatform", "ad_platform"),
    ("assignedTo", "assigned_to"),
    ("estimatedValue", "estimated_value"),
    ("actualValue", "actual_value"),
    ("notes", "notes"),
    ("externalRef", "external_ref"),
];

/// One stored lead.
pub(crate) struct Lead {
    pub(crate) seq: i64,
    pub(crate) id: String,
    /// One for each of [`FIELDS`].
    values: Vec<Value>,
    pub(crate) campaign: Option<String>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    pub(crate) visible_at: Millis,
    pub(crate) deleted_at: Option<Millis>,
    pub(crate) conversion: Conversion,
}

impl Lead {
    /// The columns that [`Lead::from_row`] reads, in its order.
    pub(super) fn columns() -> String {
        let fields: Vec<_> = FIELDS.iter().map(|(_, column)| *column).collect();
        let (fields, conversion) = (fields.join(", "), COLUMNS.join(", "));
        format!("seq, id, campaign, created_at, updated_at, visible_at, deleted_at, {fields}, {conversion}")
    }

    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let values = (0..FIELDS.len()).map(|field| Ok(from_sql(row.get_ref(7 + field)?))).collect::<Result<_, _>>();
        Ok(Self {
            seq: row.get(0)?,
            id: row.get(1)?,
            campaign: row.get(2)?,
            created_at: row.get(3)?,
            updated_at: row.get(4)?,
            visible_at: row.get(5)?,
            deleted_at: row.get(6)?,
            conversion: Conversion::from_row(row, 7 + FIELDS.len())?,
            values: values.map_err(|error: rusqlite::Error| error)?,
        })
    }

    pub(crate) fn value(&self, name: &str) -> &Value {
        let position = FIELDS.iter().position(|(wire, _)| *wire == name);
        position.map_or(&Value::Null, |position| &self.values[position])
    }

    /// The lead with those of its fields for which `shows` holds.
    pub(crate) fn view<F: Fn(&str) -> bool>(&self, shows: F) -> View<'_, F> {
        View { lead: self, shows }
    }
}

/// Some of a lead's fields, in the contract's order; the id is always among them.
pub(crate) struct View<'a, F> {
    lead: &'a Lead,
    shows: F,
}

impl<F: Fn(&str) -> bool> Serialize for View<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { lead, shows } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &lead.id)?;
        for ((wire, _), value) in FIELDS.iter().zip(&lead.values).filter(|((wire, _), _)| shows(wire)) {
            map.serialize_entry(wire, value)?;
        }
        for (wire, at) in [("createdAt", lead.created_at), ("updatedAt", lead.updated_at)] {
            if shows(wire) {
                map.serialize_entry(wire, &iso(at))?;
            }
        }
        map.end()
    }
}

/// A checked JSON value as a column's.
pub(super) fn to_sql(value: &Value) -> Sql {
    match value {
        Value::String(text) => Sql::Text(text.clone()),
        Value::Number(number) => number.as_f64().map_or(Sql::Null, Sql::Real),
        _ => Sql::Null,
    }
}

fn from_sql(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Integer(integer) => integer.into(),
        ValueRef::Real(real) => number(real),
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    }
}
