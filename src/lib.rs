//! Typed client core for the Konektor lead-management API.
#![deny(missing_docs)]
#![deny(unsafe_code)]

pub mod model;
pub mod schema;
pub mod validate;
