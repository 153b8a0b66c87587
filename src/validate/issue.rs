//! What a request can do wrong, and how it is said. The words are the server's (the defaults of zod 3) wherever the server
//! has words for it; a value is never repeated in a message, because it may be a person's.

use crate::schema::Values;

/// The fields of a request that break a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Invalid {
    /// One entry for each field, in the order of the request.
    pub issues: Vec<Issue>,
}

/// A field that breaks a rule.
#[derive(Debug, Clone, PartialEq)]
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
    /// Not on the list.
    Values(&'static Values),
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
                ["Expected ", expected.as_str(), ", received ", received.as_str()].concat()
            }
            Rule::TooShort(min) => ["String must contain at least ", &decimal(*min), " character(s)"].concat(),
            Rule::TooLong(max) => ["String must contain at most ", &decimal(*max), " character(s)"].concat(),
            Rule::Email => "Invalid email".to_owned(),
            Rule::Uuid => "Invalid uuid".to_owned(),
            Rule::DateTime => "Invalid datetime".to_owned(),
            Rule::Values(list) => ["Invalid enum value. Expected '", &list.values.join("' | '"), "'"].concat(),
            Rule::TooSmall(min) => ["Number must be greater than or equal to ", &decimal(*min)].concat(),
            Rule::TooBig(max) => ["Number must be less than or equal to ", &decimal(*max)].concat(),
            Rule::Unknown { suggestion: None } => ["unknown field `", &self.field, "`"].concat(),
            Rule::Unknown { suggestion: Some(name) } => {
                ["unknown field `", &self.field, "`, did you mean `", name, "`?"].concat()
            }
            Rule::Duplicate => ["duplicate field `", &self.field, "`"].concat(),
            Rule::Syntax { at, problem } => {
                let at = u32::try_from(*at).unwrap_or(u32::MAX);
                ["Invalid JSON: ", problem, " at byte ", &decimal(at)].concat()
            }
        }
    }
}

/// A number in decimal. The formatting machinery of `core::fmt` would cost the wasm binaries several kilobytes.
pub(crate) fn decimal(mut value: u32) -> String {
    let mut digits = Vec::with_capacity(10);
    loop {
        digits.push(b'0' + (value % 10) as u8);
        value /= 10;
        if value == 0 {
            break;
        }
    }
    digits.iter().rev().map(|&digit| char::from(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimal_prints_what_display_prints() {
        for value in [0, 1, 9, 10, 99, 100, 5000, 4_294_967_295] {
            assert_eq!(decimal(value), value.to_string());
        }
    }
}
