//! A model as a table of its fields, and a kind of value in words.

use konektor::schema::{Kind, Schema};

use super::table;
use crate::generate::json_schema::Side;
use crate::generate::prose::markdown;

/// Its heading, what it stands for, and its fields.
pub fn model(schema: &'static Schema, side: Side) -> String {
    let yes = |yes| if yes { "yes" } else { "" }.to_owned();
    let rows = schema.fields.iter().map(|field| {
        [
            format!("`{}`", field.name),
            kind(&field.kind, side),
            yes(field.required),
            yes(field.nullable),
            markdown(field.doc),
        ]
    });
    let head =
        ["field", "type", if side == Side::Answer { "always there" } else { "required" }, "may be `null`", "meaning"];
    format!("### {}\n\n{}\n\n{}", schema.name, markdown(schema.doc), table(head, rows))
}

/// What a value may be. Limits bind what is sent.
pub fn kind(kind: &'static Kind, side: Side) -> String {
    let limits = side != Side::Answer;
    match kind {
        Kind::Text { min, max } if limits => text(*min, *max),
        Kind::Text { .. } => "string".to_owned(),
        Kind::Email => "e-mail address".to_owned(),
        Kind::Uuid => "UUID".to_owned(),
        Kind::DateTime => "date or date-time, ISO 8601".to_owned(),
        Kind::Values(values) => {
            format!("[`{name}`](values.md#{anchor})", name = values.name, anchor = values.name.to_lowercase())
        }
        Kind::Number => "number".to_owned(),
        Kind::Integer { min, max } if limits => match (*min, *max) {
            (min, u32::MAX) => format!("integer, from {min}"),
            (min, max) => format!("integer, {min}–{max}"),
        },
        Kind::Integer { .. } => "integer".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Any => "any".to_owned(),
        Kind::Object(schema) => link(schema),
        Kind::Array(items) => format!("list of {}", self::kind(items, side)),
    }
}

/// To a model on the same page.
pub fn link(schema: &Schema) -> String {
    format!("[`{}`](#{})", schema.name, schema.name.to_lowercase())
}

fn text(min: u32, max: u32) -> String {
    match (min, max) {
        (0, u32::MAX) => "string".to_owned(),
        (min, u32::MAX) => format!("string, from {min} UTF-16 units"),
        (0, max) => format!("string, at most {max} UTF-16 units"),
        (min, max) => format!("string, {min}–{max} UTF-16 units"),
    }
}
