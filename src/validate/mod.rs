//! Checks JSON bytes against a schema table, without building values.
//!
//! [`request()`] reports every field that breaks a rule, in the words of the server's own `VALIDATION_ERROR.details`;
//! [`response()`] stops at the first value whose type is not the documented one and names its path. Both walk the bytes
//! with the same [`json`] scanner, whose two dialects say what each side accepts as JSON.

mod issue;
pub mod json;
mod number;
mod request;
mod response;
pub mod rules;
mod suggestion;

pub use issue::{Invalid, Issue, JsonType, Rule};
pub use request::{UnknownFields, field, request};
pub use response::{Shape, response};
