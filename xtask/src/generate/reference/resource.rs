//! A resource's page: its operations, then the models that these name.

use konektor::document::Named;
use konektor::endpoint::{Answer, Input, OPERATIONS, Operation, Repeat};
use konektor::schema::Kind;

use super::model;
use crate::generate::json_schema::Side;
use crate::generate::met::Met;

/// The page.
pub fn page(resource: &Named) -> String {
    let operations = || OPERATIONS.iter().filter(|it| it.name.split('.').next() == Some(resource.name));
    let (first, rest) = resource.name.split_at(1);
    let mut page = format!("# {}{rest}\n\n{}\n", first.to_uppercase(), resource.doc);
    page.extend(operations().map(operation));
    let met = Met::by(operations());
    if !met.models.is_empty() {
        page.push_str("\n## Models\n");
    }
    page.extend(met.models.iter().map(|(schema, side)| format!("\n{}", model::model(schema, *side))));
    page
}

fn operation(operation: &Operation) -> String {
    let Operation { name, about, method, path, .. } = operation;
    let scope = operation.scope.map_or("none".to_owned(), |scope| format!("`{scope}`"));
    let errors: Vec<_> = operation.failures().map(|failing| format!("`{}`", failing.code.as_str())).collect();
    let again = if operation.repeat == Repeat::WhenRefused {
        "only after a 429: the server may have carried it out otherwise"
    } else {
        "after any passing failure"
    };
    [
        format!("\n## {name}\n\n{}.\n\n", about.summary),
        format!("- Request: `{method} {path}`\n- Scope: {scope}\n- Takes: {}\n", takes(operation)),
        format!("- Answers: {}\n- Errors: {}\n- Sent again: {again}\n", answers(operation), errors.join(", ")),
        format!("- Source: “{}”\n", about.section),
    ]
    .concat()
}

fn takes(operation: &Operation) -> String {
    let id = operation.path.ends_with(":id").then(|| "the lead's `id` in the path".to_owned());
    let input = match operation.input {
        Input::None => None,
        Input::Query(schema) => Some(format!("{} as the query", model::link(schema))),
        Input::Body { schema, needs_a_field: false } => Some(format!("{} as JSON", model::link(schema))),
        Input::Body { schema, needs_a_field: true } => {
            Some(format!("{} as JSON, at least one of its fields", model::link(schema)))
        }
    };
    let all: Vec<_> = id.into_iter().chain(input).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

/// What is inside the envelope.
fn answers(operation: &Operation) -> String {
    match operation.answer {
        Answer::Json(Kind::Object(envelope)) => {
            let inside = envelope.fields.iter().filter(|field| field.name != "success");
            let named: Vec<_> =
                inside.map(|field| format!("`{}`: {}", field.name, model::kind(&field.kind, Side::Answer))).collect();
            named.join(", ")
        }
        Answer::Json(kind) => model::kind(kind, Side::Answer),
        Answer::Text => "text".to_owned(),
    }
}
