//! Prints the schema tables as JSON Schema 2020-12. How much a schema forbids depends on whose it is: this client refuses
//! fields that it does not know, the API passes over them, and an answer may hold anything new.
//!
//! Limits are the API document's numbers. JSON Schema counts characters where the API counts UTF-16 code units, and has no
//! way to say the latter; the schemas say so in words.

use konektor::schema::{Field, Kind, Schema, Values};

use super::formats;
use super::json::Json;
use super::prose::markdown;

/// Whose schema it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What this client accepts: complete in itself, closed.
    Client,
    /// What the API accepts, in an OpenAPI document.
    Request,
    /// What the API answers, in an OpenAPI document: types alone, and every list of values is open.
    Answer,
}

/// Of one character beyond the Basic Multilingual Plane the API counts two.
const UNITS: &str = "Lengths are counted in UTF-16 code units. `minLength` and `maxLength` here have the same numbers and count \
    characters, so they agree unless a text at its limit holds characters that are two units each, as most emoji are: then \
    what passes here may still be too long.";

/// A model.
pub fn model(schema: &'static Schema, side: Side) -> Json {
    let required: Vec<_> = schema.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    Json::object()
        .with("type", "object")
        .with_some("description", description(schema, side))
        .with("properties", schema.fields.iter().map(|it| (it.name, field(it, side))).collect::<Json>())
        .with_some("required", (!required.is_empty()).then(|| required.into_iter().map(Json::from).collect::<Json>()))
        .with_some("additionalProperties", (side == Side::Client).then_some(false))
}

/// A field, with what it means.
pub fn field(field: &'static Field, side: Side) -> Json {
    let schema = kind(&field.kind, side);
    let schema = if field.nullable { nullable(schema) } else { schema };
    let doc = markdown(field.doc);
    schema.with_some("description", (!doc.is_empty()).then_some(doc))
}

/// What a value may be.
pub fn kind(kind: &'static Kind, side: Side) -> Json {
    let of_type = |name: &str| Json::object().with("type", name);
    let limits = side != Side::Answer;
    match kind {
        Kind::Text { min, max } => of_type("string")
            .with_some("minLength", (limits && *min > 0).then_some(*min))
            .with_some("maxLength", (limits && *max < u32::MAX).then_some(*max)),
        // Not `format: email`, which is another rule: it takes `a@b`, and refuses names of more than 64 characters.
        Kind::Email => of_type("string").with_some("pattern", limits.then_some(formats::EMAIL)),
        Kind::Uuid => of_type("string").with("format", "uuid").with_some("pattern", limits.then_some(formats::UUID)),
        Kind::DateTime if limits => of_type("string").with("pattern", formats::DATE_TIME),
        Kind::DateTime => of_type("string").with("format", "date-time"),
        Kind::Number => of_type("number"),
        Kind::Integer { min, max } => of_type("integer")
            .with_some("minimum", limits.then_some(*min))
            .with_some("maximum", (limits && *max < u32::MAX).then_some(*max)),
        Kind::Boolean => of_type("boolean"),
        Kind::Any => Json::object(),
        Kind::Object(schema) if side == Side::Client => model(schema, side),
        Kind::Object(schema) => reference(schema.name),
        Kind::Array(items) => of_type("array").with("items", self::kind(items, side)),
        Kind::Values(values) => {
            let documented = if side == Side::Client { list(values) } else { reference(values.name) };
            match (values.open, side) {
                (false, Side::Client | Side::Request) => documented,
                // An open list in a request takes any text but the empty one.
                (true, Side::Client | Side::Request) => any_of([documented, of_type("string").with("minLength", 1)]),
                (_, Side::Answer) => any_of([documented, of_type("string")]),
            }
        }
    }
}

/// The documented values alone.
pub fn list(values: &'static Values) -> Json {
    Json::object()
        .with("type", "string")
        .with("enum", values.values.iter().map(|value| Json::from(*value)).collect::<Json>())
}

/// A component of the OpenAPI document.
pub fn reference(name: &str) -> Json {
    Json::object().with("$ref", format!("#/components/schemas/{name}"))
}

fn any_of(schemas: impl IntoIterator<Item = Json>) -> Json {
    Json::object().with("anyOf", schemas.into_iter().collect::<Json>())
}

fn nullable(schema: Json) -> Json {
    let null = Json::object().with("type", "null");
    match schema {
        Json::Object(members) if members.is_empty() => Json::Object(members),
        Json::Object(mut members) if members.contains_key("anyOf") => {
            if let Some(Json::List(schemas)) = members.get_mut("anyOf") {
                schemas.push(null);
            }
            Json::Object(members)
        }
        Json::Object(mut members) if members.contains_key("type") && !members.contains_key("enum") => {
            if let Some(one) = members.get_mut("type") {
                *one = [one.clone(), "null".into()].into_iter().collect();
            }
            Json::Object(members)
        }
        other => any_of([other, null]),
    }
}

fn description(schema: &'static Schema, side: Side) -> Option<String> {
    let limited = |field: &Field| matches!(field.kind, Kind::Text { min, max } if min > 1 || max < u32::MAX);
    let units = (side != Side::Answer && schema.fields.iter().any(limited)).then(|| UNITS.to_owned());
    let doc = markdown(schema.doc);
    let paragraphs: Vec<_> = (!doc.is_empty()).then_some(doc).into_iter().chain(units).collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use konektor::model::{CreateLead, CreateTicket, Lead, UpdateLead};

    use super::*;

    fn property(schema: &'static Schema, name: &str, side: Side) -> serde_json::Value {
        serde_json::to_value(field(schema.field(name).unwrap(), side)).unwrap()["anyOf"].clone()
    }

    fn whole(schema: &'static Schema, side: Side) -> serde_json::Value {
        serde_json::to_value(model(schema, side)).unwrap()
    }

    #[test]
    fn only_the_client_refuses_what_it_does_not_know() {
        assert_eq!(whole(CreateLead::SCHEMA, Side::Client)["additionalProperties"], false);
        assert!(whole(CreateLead::SCHEMA, Side::Request).get("additionalProperties").is_none());
        assert!(whole(Lead::SCHEMA, Side::Answer).get("additionalProperties").is_none());
    }

    #[test]
    fn limits_bind_what_is_sent_and_not_what_is_answered() {
        assert_eq!(whole(CreateLead::SCHEMA, Side::Client)["properties"]["firstName"]["maxLength"], 100);
        assert!(whole(Lead::SCHEMA, Side::Answer)["properties"]["firstName"].get("maxLength").is_none());
    }

    #[test]
    fn an_answer_may_hold_a_value_that_is_not_documented_and_null_where_a_request_may_not() {
        let open = serde_json::json!([{ "$ref": "#/components/schemas/LeadPriority" }, { "type": "string" }, { "type": "null" }]);
        assert_eq!(property(Lead::SCHEMA, "priority", Side::Answer), open);
        assert!(whole(CreateLead::SCHEMA, Side::Client)["properties"]["priority"]["enum"].is_array());
        let unrendered = property(CreateTicket::SCHEMA, "priority", Side::Client);
        assert_eq!(unrendered[1], serde_json::json!({ "type": "string", "minLength": 1 }));
        let notes = &whole(UpdateLead::SCHEMA, Side::Client)["properties"]["notes"]["type"];
        assert_eq!(*notes, serde_json::json!(["string", "null"]));
    }

    #[test]
    fn a_schema_with_limits_says_what_they_count() {
        let said = |schema, side| whole(schema, side)["description"].as_str().unwrap().contains("UTF-16");
        assert!(said(CreateLead::SCHEMA, Side::Client));
        assert!(!said(Lead::SCHEMA, Side::Answer));
    }
}
