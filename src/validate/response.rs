//! The walk of a response: known fields have their JSON type, everything else passes. It stops at the first mistake.

use super::issue::JsonType;
use super::json::{DUPLICATE_KEY, Dialect, Keys, Scanner, Syntax};
use super::request::expected_type;
use crate::schema::{Kind, Schema};
use crate::text::{decimal, joined};

/// Where a response is not what the API documents.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shape {
    /// The JSON path of the value, such as `data[3].createdAt`; empty for the body as a whole.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

/// Checks the bytes of a response.
///
/// ```
/// use konektor::model::Lead;
/// use konektor::schema::Kind;
/// use konektor::validate::response;
///
/// const LEAD: &Kind = &Kind::Object(Lead::SCHEMA);
/// assert!(response(br#"{"id": "lead_1", "status": "a status of next year"}"#, LEAD).is_ok());
/// assert_eq!(response(br#"{"id": "lead_1", "phone": 62812}"#, LEAD).unwrap_err().path, "phone");
/// ```
///
/// # Errors
/// Names the first value whose type is not the documented one, or where the bytes stop being JSON.
pub fn response(bytes: &[u8], kind: &'static Kind) -> Result<(), Shape> {
    let mut walk = Walk { path: Vec::new() };
    let walked = Scanner::new(bytes, Dialect::Response).map_err(Fault::Syntax).and_then(|mut scanner| {
        walk.value(&mut scanner, kind, false)?;
        Ok(scanner.end()?)
    });
    walked.map_err(|fault| match fault {
        Fault::Syntax(Syntax { at, problem }) => {
            let message = joined(&["not JSON: ", problem, " at byte ", &decimal(at as u64)]);
            Shape { path: walk.path(), message }
        }
        Fault::Type { expected, received } => {
            let received = received.map_or("nothing", JsonType::as_str);
            let message = joined(&["expected ", expected.as_str(), ", received ", received]);
            Shape { path: walk.path(), message }
        }
    })
}

enum Fault {
    Syntax(Syntax),
    Type { expected: JsonType, received: Option<JsonType> },
}

impl From<Syntax> for Fault {
    fn from(syntax: Syntax) -> Self {
        Self::Syntax(syntax)
    }
}

enum Step {
    Field(&'static str),
    Item(usize),
}

struct Walk {
    /// Where the walk stands. A step is taken back only behind a good value, so a fault leaves its path here.
    path: Vec<Step>,
}

impl Walk {
    fn value(&mut self, scanner: &mut Scanner<'_>, kind: &'static Kind, nullable: bool) -> Result<(), Fault> {
        let received = scanner.value_type()?;
        if received == JsonType::Null && nullable {
            return Ok(scanner.skip_value()?);
        }
        match expected_type(kind) {
            Some(expected) if expected != received => Err(Fault::Type { expected, received: Some(received) }),
            _ => match kind {
                Kind::Object(schema) => self.object(scanner, schema),
                Kind::Array(item) => scanner.array(|scanner, position| {
                    self.path.push(Step::Item(position));
                    self.value(scanner, item, false)?;
                    self.path.pop();
                    Ok(())
                }),
                _ => Ok(scanner.skip_value()?),
            },
        }
    }

    fn object(&mut self, scanner: &mut Scanner<'_>, schema: &'static Schema) -> Result<(), Fault> {
        let mut seen = 0_u64;
        let mut others = Keys::default();
        // Objects of one kind mostly have their keys in one order: look behind the last one first.
        let mut predicted = 0;
        scanner.object(|scanner, key, at| -> Result<(), Fault> {
            let hit = schema.fields.get(predicted).filter(|field| key.is(field.name)).map(|_| predicted);
            let found = hit.or_else(|| schema.fields.iter().position(|field| key.is(field.name)));
            let Some((position, field)) = found.and_then(|at| Some((at, schema.fields.get(at)?))) else {
                others.add(key, at);
                return Ok(scanner.skip_value()?);
            };
            self.path.push(Step::Field(field.name));
            if seen & 1 << position != 0 {
                return Err(Syntax { at, problem: DUPLICATE_KEY }.into());
            }
            seen |= 1 << position;
            predicted = position + 1;
            self.value(scanner, &field.kind, field.nullable)?;
            self.path.pop();
            Ok(())
        })?;
        others.unique()?;
        for (position, field) in schema.fields.iter().enumerate() {
            if field.required && seen & 1 << position == 0 {
                self.path.push(Step::Field(field.name));
                let expected = expected_type(&field.kind).unwrap_or(JsonType::Object);
                return Err(Fault::Type { expected, received: None });
            }
        }
        Ok(())
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Field(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Item(position) => {
                    path.push('[');
                    path.push_str(&decimal(*position as u64));
                    path.push(']');
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests;
