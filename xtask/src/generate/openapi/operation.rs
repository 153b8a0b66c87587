//! One operation: where it is, who may call it, what it takes and what it answers.

use anyhow::Result;
use konektor::endpoint::{Input, OPERATIONS, Operation};
use konektor::schema::Field;

use super::{API_KEY, answers, examples};
use crate::generate::json::Json;
use crate::generate::json_schema::{self, Side};
use crate::generate::prose::markdown;

/// The path, as OpenAPI writes it.
pub fn path(operation: &Operation) -> String {
    operation.path.replace(":id", "{id}")
}

/// All that is said of an operation.
pub fn operation(operation: &Operation) -> Result<Json> {
    let parameters = parameters(operation);
    let scopes: Json = operation.scope.into_iter().map(Json::from).collect();
    let security = operation.scope.map_or_else(Vec::new, |_| vec![Json::object().with(API_KEY, scopes)]);
    let resource = operation.name.split('.').next().unwrap_or_default();
    Ok(Json::object()
        .with("operationId", operation.name)
        .with("tags", Json::List(vec![resource.into()]))
        .with("summary", operation.about.summary)
        .with("description", description(operation))
        .with("security", Json::List(security))
        .with_some("parameters", (!parameters.is_empty()).then_some(Json::List(parameters)))
        .with_some("requestBody", body(operation)?)
        .with("responses", answers::responses(operation, links(operation))?))
}

fn description(operation: &Operation) -> String {
    let source = format!("Source: “{}”.", operation.about.section);
    match operation.scope {
        Some(scope) => format!("{source} Scope: `{scope}`."),
        None => format!("{source} Needs no key."),
    }
}

fn parameters(operation: &Operation) -> Vec<Json> {
    let id = operation.path.ends_with(":id").then(|| {
        let schema = Json::object().with("type", "string").with("minLength", 1_u32);
        parameter("id", "path", true, schema).with("description", "The lead's identifier in the API.")
    });
    let fields: &[Field] = match operation.input {
        Input::Query(schema) => schema.fields,
        _ => &[],
    };
    let query = fields.iter().map(|field| {
        let doc = markdown(field.doc);
        parameter(field.name, "query", field.required, json_schema::kind(&field.kind, Side::Request))
            .with("description", doc)
    });
    id.into_iter().chain(query).collect()
}

fn parameter(name: &str, place: &str, required: bool, schema: Json) -> Json {
    let json = Json::object().with("name", name).with("in", place);
    json.with_some("required", required.then_some(true)).with("schema", schema)
}

fn body(operation: &Operation) -> Result<Option<Json>> {
    let Input::Body { schema, .. } = operation.input else { return Ok(None) };
    let content = Json::object()
        .with("schema", json_schema::reference(schema.name))
        .with_some("example", examples::request(operation.name)?);
    Ok(Some(Json::object().with("required", true).with("content", Json::object().with("application/json", content))))
}

/// From what creates a resource to what can be done with it.
fn links(operation: &Operation) -> Option<Json> {
    if operation.method != "POST" {
        return None;
    }
    let with_id = |other: &&Operation| other.path.strip_suffix("/:id") == Some(operation.path);
    let links: Vec<_> = OPERATIONS
        .iter()
        .filter(with_id)
        .map(|other| {
            let parameters = Json::object().with("id", "$response.body#/data/id");
            (other.name, Json::object().with("operationId", other.name).with("parameters", parameters))
        })
        .collect();
    (!links.is_empty()).then(|| links.into_iter().collect())
}
