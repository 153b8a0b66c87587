//! The models and the lists of values that operations name, each once, in the order in which a reader of the operations meets
//! them.

use konektor::endpoint::{Answer, Input, Operation};
use konektor::schema::{Kind, Schema, Values};

use super::json_schema::Side;

/// What was met.
#[derive(Default)]
pub struct Met {
    /// Models, and whether they are sent or answered. An answer's envelope has no name, so it is none.
    pub models: Vec<(&'static Schema, Side)>,
    /// Lists of values.
    pub values: Vec<&'static Values>,
}

impl Met {
    /// On a walk through operations.
    pub fn by<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Self {
        let mut met = Self::default();
        for operation in operations {
            match operation.input {
                Input::None => {}
                Input::Query(schema) | Input::Body { schema, .. } => met.model(schema, Side::Request),
            }
            if let Answer::Json(Kind::Object(envelope)) = operation.answer {
                met.fields(envelope, Side::Answer);
            }
        }
        met
    }

    /// One model, and what it names.
    pub fn model(&mut self, schema: &'static Schema, side: Side) {
        if !self.models.iter().any(|(known, _)| known.name == schema.name) {
            self.models.push((schema, side));
            self.fields(schema, side);
        }
    }

    fn fields(&mut self, schema: &'static Schema, side: Side) {
        for field in schema.fields {
            self.kind(&field.kind, side);
        }
    }

    fn kind(&mut self, kind: &'static Kind, side: Side) {
        match kind {
            Kind::Object(schema) => self.model(schema, side),
            Kind::Array(items) => self.kind(items, side),
            Kind::Values(values) if !self.values.contains(values) => self.values.push(values),
            _ => {}
        }
    }
}
