//! The schema tables: every field of every model, written once.
//!
//! `model!` definitions in [`crate::model`] emit a table and a serde struct each. Validation walks
//! the tables, the TypeScript types and the reference pages are printed from them; nothing else states a limit.

pub(crate) mod define;

/// A model: a named list of fields.
#[derive(Debug)]
#[non_exhaustive]
pub struct Schema {
    /// The model's name, in Rust and in TypeScript. Not in wasm builds, where nobody reads it.
    #[cfg(not(target_arch = "wasm32"))]
    pub name: &'static str,
    /// What the model stands for, in Markdown. Not in wasm builds, where nobody reads it.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    /// The fields in the order of the API document.
    pub fields: &'static [Field],
}

/// One field of a model.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// What the field means, in Markdown. Not in wasm builds, where nobody reads it.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    /// What a value may be.
    pub kind: Kind,
    /// Whether the field has to be there.
    pub required: bool,
    /// Whether `null` is a value of the field.
    pub nullable: bool,
}

/// What a value may be. Not open for growth: whoever walks the tables has to know each kind. Limits, formats and closed lists bind requests; a response is held to the JSON type alone.
#[derive(Debug)]
pub enum Kind {
    /// A string of `min` to `max` UTF-16 code units.
    Text {
        /// The fewest units.
        min: u32,
        /// The most units.
        max: u32,
    },
    /// An e-mail address, by the rule of zod 3.
    Email,
    /// A UUID of any version.
    Uuid,
    /// An ISO 8601 date, or date-time with `Z` or an offset.
    DateTime,
    /// One of a list of strings: closed in requests (unless the list is open), open in responses.
    Values(&'static Values),
    /// A finite number.
    Number,
    /// A whole number from `min` to `max`.
    Integer {
        /// The least value.
        min: u32,
        /// The greatest value.
        max: u32,
    },
    /// `true` or `false`.
    Boolean,
    /// Another model.
    Object(&'static Schema),
    /// An array whose items are all of one kind.
    Array(&'static Kind),
    /// Any JSON value.
    Any,
}

/// A list of the strings that a field may hold.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Values {
    /// The list's name, in Rust and in TypeScript. Not in wasm builds, where nobody reads it.
    #[cfg(not(target_arch = "wasm32"))]
    pub name: &'static str,
    /// What the list says, in Markdown. Not in wasm builds, where nobody reads it.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    /// The documented values in the order of the API document.
    pub values: &'static [&'static str],
    /// What each of them means, in Markdown, where its name does not say it. Not in wasm builds.
    #[cfg(not(target_arch = "wasm32"))]
    pub meanings: &'static [&'static str],
    /// Whether requests may hold other non-empty strings too, because the API document does not name them all.
    pub open: bool,
}

impl Schema {
    /// The position of the field that is called `name` on the wire.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The field that is called `name` on the wire.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
