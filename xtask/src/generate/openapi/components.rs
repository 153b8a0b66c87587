//! What the operations refer to by name: models, lists of values, headers and errors.

use anyhow::Result;
use konektor::endpoint::{Input, OPERATIONS};
use konektor::model::FailureBody;

use super::{answers, security_schemes};
use crate::generate::json::Json;
use crate::generate::json_schema::{self, Side};
use crate::generate::met::Met;
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
    let mut met = Met::by(OPERATIONS);
    met.model(FailureBody::SCHEMA, Side::Answer);
    // A query is parameters, which have no name as a whole.
    let is_query = |name| OPERATIONS.iter().any(|it| matches!(it.input, Input::Query(schema) if schema.name == name));
    let models = met
        .models
        .into_iter()
        .filter(|(schema, _)| !is_query(schema.name))
        .map(|(schema, side)| (schema.name, json_schema::model(schema, side)));
    let values = met
        .values
        .into_iter()
        .map(|values| (values.name, json_schema::list(values).with("description", markdown(values.doc))));
    models.chain(values).collect()
}
