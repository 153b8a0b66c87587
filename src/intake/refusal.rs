//! A submission that is not taken, in the words of the API's own error envelope.

use serde::Serialize;

use crate::error::Code;
use crate::validate::Issue;

/// Why a submission is not taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status to answer.
    pub status: u16,
    /// The envelope's code.
    #[cfg_attr(feature = "wasm-edge", tsify(type = "string"))]
    pub code: Code,
    /// The envelope's message, for people.
    pub message: &'static str,
    /// What is wrong with which field, in order.
    pub details: Vec<Detail>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[non_exhaustive]
pub struct Detail {
    /// The field's name on the wire.
    pub field: String,
    /// The message.
    pub message: String,
}

impl Refusal {
    /// The fields break rules.
    pub(crate) fn invalid(issues: &[Issue]) -> Self {
        let details = issues.iter().map(|issue| Detail { field: issue.field.clone(), message: issue.message() });
        Self::with(details.collect())
    }

    /// One field breaks a rule for which the server has no words.
    pub(crate) fn field(field: &str, message: &str) -> Self {
        Self::with(vec![Detail { field: field.to_owned(), message: message.to_owned() }])
    }

    /// The body as a whole cannot be read.
    pub(crate) fn body(message: &'static str) -> Self {
        Self { message, ..Self::with(Vec::new()) }
    }

    fn with(details: Vec<Detail>) -> Self {
        Self { status: 400, code: Code::ValidationError, message: "Invalid submission", details }
    }
}
