//! What a request may hold, by the core's schema tables: unknown fields are ignored, as zod does.
//! A query string becomes JSON first: numbers are coerced where the table wants one, the last of repeated parameters counts.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use konektor::schema::{Kind, Schema};
use konektor::validate::{Invalid, Rule, UnknownFields, request};
use serde_json::{Map, Number, Value};

use crate::envelope::Refusal;

/// The fields of a body that are in `schema`, once all of them are valid.
pub(crate) fn body(bytes: &[u8], schema: &'static Schema) -> Result<Map<String, Value>, Refusal> {
    request(bytes, schema, UnknownFields::Ignore).map_err(refusal)?;
    let mut fields: Map<String, Value> = serde_json::from_slice(bytes).map_err(|error| not_json(&error.to_string()))?;
    fields.retain(|name, _| schema.field(name).is_some());
    Ok(fields)
}

/// The same for a query string.
pub(crate) fn query(text: &str, schema: &'static Schema) -> Result<Map<String, Value>, Refusal> {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        let Some(field) = schema.field(&name) else { continue };
        let value = match field.kind {
            Kind::Number | Kind::Integer { .. } => number(&value),
            _ => Value::String(value.into_owned()),
        };
        fields.insert(name.into_owned(), value);
    }
    let bytes = serde_json::to_vec(&fields).map_err(|error| Refusal::internal(&error))?;
    body(&bytes, schema)
}

/// As `Number(text)` does; what is no number stays text, for the walker to refuse.
fn number(text: &str) -> Value {
    let trimmed = text.trim();
    let parsed = if trimmed.is_empty() { Some(0.0) } else { trimmed.parse::<f64>().ok() };
    match parsed.filter(|number| number.is_finite()) {
        // Written without a fraction, so that it reads as a whole number.
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => Value::from(whole as i64),
        Some(other) => Number::from_f64(other).map_or(Value::Null, Value::Number),
        None => Value::String(text.to_owned()),
    }
}

fn refusal(invalid: Invalid) -> Refusal {
    let mut details = BTreeMap::new();
    for issue in invalid.issues {
        if issue.field.is_empty() || matches!(issue.rule, Rule::Syntax { .. }) {
            return not_json(&issue.message());
        }
        let message = issue.message();
        details.entry(issue.field).or_insert(message);
    }
    Refusal::validation(details)
}

/// Nothing to say about a single field.
fn not_json(problem: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, format!("Invalid request body: {problem}"))
}
