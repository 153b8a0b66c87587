//! The walk of a request: every field that breaks a rule is reported, and what is not JSON ends the walk.

use super::issue::{Invalid, Issue, JsonType, Rule};
use super::json::{Dialect, Keys, Scanner, Syntax, Text};
use super::{number, rules, suggestion};
use crate::schema::{Kind, Schema};

/// What to do with fields that the schema does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownFields {
    /// Report them by name, with the field that was probably meant.
    Refuse,
    /// Pass over them, as the server does.
    Ignore,
}

/// Checks the JSON of a request body, or of a query written as one object.
///
/// ```
/// use konektor::model::CreateLead;
/// use konektor::validate::{UnknownFields, request};
///
/// let refused = request(br#"{"fristName": "Andi"}"#, CreateLead::SCHEMA, UnknownFields::Refuse).unwrap_err();
/// assert_eq!(refused.issues[0].message(), "unknown field `fristName`, did you mean `firstName`?");
/// assert_eq!(refused.issues[1].message(), "Required");
/// ```
///
/// # Errors
/// Lists every field that breaks a rule. A body that is not a JSON object has one issue without a field; one that stops being
/// JSON has one issue, of the field in which it does.
pub fn request(bytes: &[u8], schema: &'static Schema, unknown: UnknownFields) -> Result<(), Invalid> {
    let mut walk = Walk { issues: Vec::new(), unknown, reading: "" };
    if let Err(Syntax { at, problem }) = walk.body(bytes, schema) {
        walk.issues = vec![Issue { field: walk.reading.to_owned(), rule: Rule::Syntax { at, problem } }];
    }
    if walk.issues.is_empty() { Ok(()) } else { Err(Invalid { issues: walk.issues }) }
}

/// Checks one text against the rule of a field; for forms, which have nothing but text.
///
/// # Errors
/// Names the rule that the text breaks.
pub fn field(text: &str, kind: &'static Kind) -> Result<(), Rule> {
    text_rule(text, kind).map_or(Ok(()), Err)
}

struct Walk {
    issues: Vec<Issue>,
    unknown: UnknownFields,
    /// The field whose value is being read; empty outside of them.
    reading: &'static str,
}

impl Walk {
    fn body(&mut self, bytes: &[u8], schema: &'static Schema) -> Result<(), Syntax> {
        let mut scanner = Scanner::new(bytes, Dialect::Request)?;
        let received = scanner.value_type()?;
        if received == JsonType::Object {
            self.members(&mut scanner, schema)?;
        } else {
            scanner.skip_value()?;
            self.report("", Rule::Type { expected: JsonType::Object, received });
        }
        scanner.end()
    }

    fn members(&mut self, scanner: &mut Scanner<'_>, schema: &'static Schema) -> Result<(), Syntax> {
        let mut seen = 0_u64;
        let mut others = Keys::default();
        scanner.object(|scanner, key, at| -> Result<(), Syntax> {
            let Some(position) = schema.fields.iter().position(|field| key.is(field.name)) else {
                return self.stranger(scanner, schema, key, at, &mut others);
            };
            let Some(field) = schema.fields.get(position) else {
                return scanner.skip_value();
            };
            if seen & 1 << position != 0 {
                self.report(field.name, Rule::Duplicate);
                return scanner.skip_value();
            }
            seen |= 1 << position;
            self.reading = field.name;
            if let Some(rule) = self.value(scanner, &field.kind, field.nullable)? {
                self.report(field.name, rule);
            }
            self.reading = "";
            Ok(())
        })?;
        others.unique()?;
        for (position, field) in schema.fields.iter().enumerate() {
            if field.required && seen & 1 << position == 0 {
                self.report(field.name, Rule::Required);
            }
        }
        Ok(())
    }

    fn stranger<'a>(
        &mut self,
        scanner: &mut Scanner<'a>,
        schema: &'static Schema,
        key: Text<'a>,
        at: usize,
        others: &mut Keys<'a>,
    ) -> Result<(), Syntax> {
        others.add(key, at);
        if self.unknown == UnknownFields::Refuse {
            // A name is the caller's own, but a page could be made to send a very long one.
            let name: String = key.decode().chars().take(60).collect();
            let suggestion = suggestion::nearest(&name, schema);
            self.report(&name, Rule::Unknown { suggestion });
        }
        scanner.skip_value()
    }

    /// Passes over a value and answers the rule that it breaks.
    fn value(
        &mut self,
        scanner: &mut Scanner<'_>,
        kind: &'static Kind,
        nullable: bool,
    ) -> Result<Option<Rule>, Syntax> {
        let received = scanner.value_type()?;
        if received == JsonType::Null && nullable {
            scanner.skip_value()?;
            return Ok(None);
        }
        let expected = expected_type(kind);
        if expected.is_some_and(|expected| expected != received) {
            scanner.skip_value()?;
            return Ok(match kind {
                Kind::Values(expected) if !expected.open => Some(Rule::Values { expected, received }),
                _ => expected.map(|expected| Rule::Type { expected, received }),
            });
        }
        Ok(match kind {
            Kind::Integer { min, max } => integer_rule(scanner.number()?, *min, *max),
            Kind::Text { .. } | Kind::Email | Kind::Uuid | Kind::DateTime | Kind::Values(_) => {
                text_rule(&scanner.string()?.decode(), kind)
            }
            Kind::Number | Kind::Boolean | Kind::Object(_) | Kind::Array(_) | Kind::Any => {
                scanner.skip_value()?;
                None
            }
        })
    }

    fn report(&mut self, field: &str, rule: Rule) {
        self.issues.push(Issue { field: field.to_owned(), rule });
    }
}

/// The JSON type of a kind; `None` if any will do.
pub(super) fn expected_type(kind: &Kind) -> Option<JsonType> {
    Some(match kind {
        Kind::Text { .. } | Kind::Email | Kind::Uuid | Kind::DateTime | Kind::Values(_) => JsonType::String,
        Kind::Number | Kind::Integer { .. } => JsonType::Number,
        Kind::Boolean => JsonType::Boolean,
        Kind::Object(_) => JsonType::Object,
        Kind::Array(_) => JsonType::Array,
        Kind::Any => return None,
    })
}

fn text_rule(text: &str, kind: &'static Kind) -> Option<Rule> {
    match kind {
        Kind::Text { min, max } => {
            let length = u32::try_from(rules::utf16_len(text)).unwrap_or(u32::MAX);
            if length < *min { Some(Rule::TooShort(*min)) } else { (length > *max).then_some(Rule::TooLong(*max)) }
        }
        Kind::Email => (!rules::email(text)).then_some(Rule::Email),
        Kind::Uuid => (!rules::uuid(text)).then_some(Rule::Uuid),
        Kind::DateTime => (!rules::date_time(text)).then_some(Rule::DateTime),
        Kind::Values(list) if list.open => text.is_empty().then_some(Rule::TooShort(1)),
        Kind::Values(expected) => {
            (!expected.values.contains(&text)).then_some(Rule::Values { expected, received: JsonType::String })
        }
        _ => None,
    }
}

fn integer_rule(text: &[u8], min: u32, max: u32) -> Option<Rule> {
    let Some(value) = number::integer(text) else {
        return Some(Rule::Type { expected: JsonType::Integer, received: JsonType::Float });
    };
    if value < i64::from(min) {
        Some(Rule::TooSmall(min))
    } else {
        // `u32::MAX` stands for no limit.
        (max != u32::MAX && value > i64::from(max)).then_some(Rule::TooBig(max))
    }
}

#[cfg(test)]
mod tests;
