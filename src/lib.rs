//! Typed client core for the Konektor lead-management API.
#![deny(missing_docs)]
#![deny(unsafe_code)]
