//! What an operation answers: the one good answer, and the errors that concern it, which all operations share.

use anyhow::Result;
use konektor::document::{FAILURES, Failing, HEADERS, Header, RETRY_AFTER};
use konektor::endpoint::{Answer, Operation, Repeat};
use konektor::model::FailureBody;
use konektor::schema::Kind;

use super::examples;
use crate::generate::json::Json;
use crate::generate::json_schema::{self, Side};
use crate::generate::meaning;

/// By status.
pub fn responses(operation: &Operation, links: Option<Json>) -> Result<Json> {
    let mut failures: Vec<_> = operation.failures().collect();
    failures.sort_by_key(|failing| failing.status);
    let shared = failures.into_iter().map(|failing| {
        let reference = Json::object().with("$ref", format!("#/components/responses/{}", name(failing)));
        (failing.status.to_string(), reference)
    });
    // What creates something may answer 200 or 201: the API document does not say which.
    let good = if operation.repeat == Repeat::WhenRefused { "2XX" } else { "200" };
    Ok([(good.to_owned(), success(operation)?.with_some("links", links))].into_iter().chain(shared).collect())
}

fn success(operation: &Operation) -> Result<Json> {
    let answer = Json::object().with("description", "What was asked for.");
    Ok(match operation.answer {
        Answer::Json(kind) => {
            let schema = match kind {
                // The envelope is the answer's own.
                Kind::Object(envelope) => json_schema::model(envelope, Side::Answer),
                kind => json_schema::kind(kind, Side::Answer),
            };
            let content = Json::object().with("schema", schema).with_some("example", examples::answer(operation.name)?);
            answer.with("headers", headers(HEADERS)).with("content", Json::object().with("application/json", content))
        }
        Answer::Text => {
            let content = Json::object().with("schema", Json::object().with("type", "string"));
            answer.with("content", Json::object().with("text/markdown", content))
        }
    })
}

/// The answers that operations refer to.
pub fn failures() -> Result<Json> {
    FAILURES
        .iter()
        .map(|failing| Ok((name(failing), failure(failing)?)))
        .collect::<Result<Vec<_>>>()
        .map(|all| all.into_iter().collect())
}

fn failure(failing: &Failing) -> Result<Json> {
    let known = if failing.status == 429 { headers(HEADERS.iter().chain([&RETRY_AFTER])) } else { headers(HEADERS) };
    let content = Json::object()
        .with("schema", json_schema::reference(FailureBody::SCHEMA.name))
        .with("example", examples::failure(failing)?);
    Ok(Json::object()
        .with("description", format!("`{}`: {}", failing.code.as_str(), meaning(failing)))
        .with("headers", known)
        .with("content", Json::object().with("application/json", content)))
}

fn name(failing: &Failing) -> String {
    format!("{:?}", failing.code)
}

fn headers(headers: impl IntoIterator<Item = &'static Header>) -> Json {
    let reference = |header: &Header| Json::object().with("$ref", format!("#/components/headers/{}", header.name));
    headers.into_iter().map(|header| (header.name, reference(header))).collect()
}

/// The headers that answers refer to.
pub fn all_headers() -> Json {
    let described = |header: &'static Header| {
        Json::object()
            .with("description", header.doc)
            .with_some("required", header.required.then_some(true))
            .with("schema", json_schema::kind(&header.kind, Side::Request))
    };
    HEADERS.iter().chain([&RETRY_AFTER]).map(|header| (header.name, described(header))).collect()
}
