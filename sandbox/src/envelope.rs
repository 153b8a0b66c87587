//! The two shapes of an answer: `{success: true, data, …}` and the contract's error envelope.
//! It is given the data or the refusal; the headers are the gate's.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;

pub(crate) const JSON: &str = "application/json";

/// A carried out operation's answer.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

#[derive(Serialize)]
struct Success<'a, T: Serialize, P: Serialize> {
    success: bool,
    data: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination: Option<P>,
}

impl Reply {
    pub(crate) fn new<T: Serialize>(status: StatusCode, data: &T) -> Result<Self, Refusal> {
        Self::encode(status, &Success::<_, ()> { success: true, data, pagination: None })
    }

    pub(crate) fn page<T: Serialize, P: Serialize>(data: &T, pagination: P) -> Result<Self, Refusal> {
        Self::encode(StatusCode::OK, &Success { success: true, data, pagination: Some(pagination) })
    }

    fn encode(status: StatusCode, answer: &impl Serialize) -> Result<Self, Refusal> {
        let body = serde_json::to_vec(answer).map_err(|error| Refusal::internal(&error))?;
        Ok(Self { status, content_type: JSON, body })
    }
}

/// As JavaScript writes it: `5000000`, not `5000000.0`.
pub(crate) fn number(number: f64) -> Value {
    const SAFE: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= SAFE { (number as i64).into() } else { number.into() }
}

/// Why an operation is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    code: String,
    message: String,
    details: Option<BTreeMap<String, String>>,
}

#[derive(Serialize)]
struct Failure<'a> {
    success: bool,
    error: Detail<'a>,
}

#[derive(Serialize)]
struct Detail<'a> {
    code: &'a str,
    message: &'a str,
    details: &'a Option<BTreeMap<String, String>>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, code: code(status).to_owned(), message: message.into(), details: None }
    }

    pub(crate) fn with_code(self, code: String) -> Self {
        Self { code, ..self }
    }

    /// A 400 with a message for each field.
    pub(crate) fn validation(details: BTreeMap<String, String>) -> Self {
        Self { details: Some(details), ..Self::new(StatusCode::BAD_REQUEST, "Invalid request parameters") }
    }

    /// A 400 about one field.
    pub(crate) fn field(name: &str, message: &str) -> Self {
        Self::validation(BTreeMap::from([(name.to_owned(), message.to_owned())]))
    }

    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// The cause goes to stderr: it is of no use to a client.
    pub(crate) fn internal(cause: &dyn std::error::Error) -> Self {
        eprintln!("internal error: {cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Unexpected server error")
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        let Self { code, message, details, .. } = self;
        serde_json::to_vec(&Failure { success: false, error: Detail { code, message, details } }).unwrap_or_default()
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}

/// The code that goes with a status; the last two are not in the contract.
fn code(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "VALIDATION_ERROR",
        401 => "UNAUTHORIZED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        429 => "RATE_LIMITED",
        405 => "METHOD_NOT_ALLOWED",
        413 => "PAYLOAD_TOO_LARGE",
        _ => "INTERNAL_ERROR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_without_a_fraction() {
        let written = |value: f64| number(value).to_string();
        assert_eq!(written(5_000_000.0), "5000000");
        assert_eq!(written(-0.0), "0");
        assert_eq!(written(0.5), "0.5");
    }
}
