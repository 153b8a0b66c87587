//! What a request can do wrong, and how it is said. The words are the server's (the defaults of zod 3) wherever the server
//! has words for it; a value is never repeated in a message, because it may be a person's.

use crate::schema::Values;
use crate::text::{decimal, joined};

/// The fields of a request that break a rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Invalid {
    /// One entry for each field, in the order of the request.
    pub issues: Vec<Issue>,
}

/// A field that breaks a rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// The field's name on the wire; empty when the body as a whole is meant.
    pub field: String,
    /// The rule.
    pub rule: Rule,
}

/// A rule that a field can break.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// The field has to be there.
    Required,
    /// The value has another JSON type.
    Type {
        /// The type that the field has.
        expected: JsonType,
        /// The type that was given.
        received: JsonType,
    },
    /// Fewer UTF-16 units than this.
    TooShort(u32),
    /// More UTF-16 units than this.
    TooLong(u32),
    /// Not an e-mail address.
    Email,
    /// Not a UUID.
    Uuid,
    /// Not an ISO 8601 date or date-time.
    DateTime,
    /// Not on the list, or no text at all.
    Values {
        /// The list.
        expected: &'static Values,
        /// The type that was given.
        received: JsonType,
    },
    /// Less than this.
    TooSmall(u32),
    /// Greater than this.
    TooBig(u32),
    /// No field has this name.
    Unknown {
        /// The field that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// The field is there twice.
    Duplicate,
    /// The body is not JSON.
    Syntax {
        /// The offset of the byte at which it stops being JSON.
        at: usize,
        /// What is wrong there.
        problem: &'static str,
    },
}

/// A JSON type, as messages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum JsonType {
    String,
    Number,
    Integer,
    Float,
    Boolean,
    Null,
    Array,
    Object,
}

impl JsonType {
    /// The type's name in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Null => "null",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl Issue {
    /// The message, in the server's words where it has some.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.rule {
            Rule::Required => "Required".to_owned(),
            Rule::Type { expected, received } => {
                joined(&["Expected ", expected.as_str(), ", received ", received.as_str()])
            }
            Rule::TooShort(min) => {
                joined(&["String must contain at least ", &decimal(u64::from(*min)), " character(s)"])
            }
            Rule::TooLong(max) => joined(&["String must contain at most ", &decimal(u64::from(*max)), " character(s)"]),
            Rule::Email => "Invalid email".to_owned(),
            Rule::Uuid => "Invalid uuid".to_owned(),
            Rule::DateTime => "Invalid datetime".to_owned(),
            Rule::Values { expected, received } => {
                let is_text = *received == JsonType::String;
                let mut message = String::from(if is_text { "Invalid enum value. Expected " } else { "Expected " });
                for (position, value) in expected.values.iter().enumerate() {
                    message.push_str(&joined(&[if position == 0 { "'" } else { " | '" }, value, "'"]));
                }
                if !is_text {
                    message.push_str(&joined(&[", received ", received.as_str()]));
                }
                message
            }
            Rule::TooSmall(min) => joined(&["Number must be greater than or equal to ", &decimal(u64::from(*min))]),
            Rule::TooBig(max) => joined(&["Number must be less than or equal to ", &decimal(u64::from(*max))]),
            Rule::Unknown { suggestion: None } => joined(&["unknown field `", &self.field, "`"]),
            Rule::Unknown { suggestion: Some(name) } => {
                joined(&["unknown field `", &self.field, "`, did you mean `", name, "`?"])
            }
            Rule::Duplicate => joined(&["duplicate field `", &self.field, "`"]),
            Rule::Syntax { at, problem } => joined(&["Invalid JSON: ", problem, " at byte ", &decimal(*at as u64)]),
        }
    }
}
