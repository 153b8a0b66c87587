//! What the operations refer to by name: models and lists of values, each once, in the order in which they are met.

use anyhow::Result;
use indexmap::IndexMap;
use konektor::endpoint::{Answer, Input, OPERATIONS};
use konektor::model::FailureBody;
use konektor::schema::{Kind, Schema};

use super::{answers, security_schemes};
use crate::generate::json::Json;
use crate::generate::json_schema::{self, Side};
use crate::generate::prose::markdown;

/// All of them.
pub fn components() -> Result<Json> {
    Ok(Json::object()
        .with("securitySchemes", security_schemes())
        .with("headers", answers::all_headers())
        .with("responses", answers::failures()?)
        .with("schemas", schemas()))
}

fn schemas() -> Json {
    let mut met = Met::default();
    for operation in OPERATIONS {
        match operation.input {
            Input::None => {}
            // A query is parameters, which have no name as a whole.
            Input::Query(schema) => met.fields(schema, Side::Request),
            Input::Body { schema, .. } => met.model(schema, Side::Request),
        }
        if let Answer::Json(Kind::Object(envelope)) = operation.answer {
            met.fields(envelope, Side::Answer);
        }
    }
    met.model(FailureBody::SCHEMA, Side::Answer);
    met.0.into_iter().collect()
}

#[derive(Default)]
struct Met(IndexMap<&'static str, Json>);

impl Met {
    fn model(&mut self, schema: &'static Schema, side: Side) {
        if !self.0.contains_key(schema.name) {
            self.0.insert(schema.name, json_schema::model(schema, side));
            self.fields(schema, side);
        }
    }

    fn fields(&mut self, schema: &'static Schema, side: Side) {
        for field in schema.fields {
            self.kind(&field.kind, side);
        }
    }

    fn kind(&mut self, kind: &'static Kind, side: Side) {
        match kind {
            Kind::Object(schema) => self.model(schema, side),
            Kind::Array(items) => self.kind(items, side),
            Kind::Values(values) => {
                let described = || json_schema::list(values).with("description", markdown(values.doc));
                self.0.entry(values.name).or_insert_with(described);
            }
            _ => {}
        }
    }
}
