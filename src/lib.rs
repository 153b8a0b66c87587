//! Typed client core for the Konektor lead-management API: models, validation, requests, retries and decoding. The npm
//! package `konektor` is this crate compiled to WebAssembly; Rust programs use it as it is, over a [`transport`].
//!
//! Everything that decides something is pure: clocks, dice and requests are passed in through
//! [`transport::Transport`], so nothing here waits, and tests do not either.
//!
//! ```
//! use konektor::model::{CreateLead, LeadSource};
//! use konektor::validate::{UnknownFields, request};
//!
//! let lead = CreateLead::default().first_name("Andi").email("andi@example.com").source(LeadSource::Ads);
//! let body = serde_json::to_vec(&lead)?;
//! assert!(request(&body, CreateLead::SCHEMA, UnknownFields::Refuse).is_ok());
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Where to find what: limits of fields in [`model`], the rules behind them in [`validate`], operations in [`endpoint`], when
//! something is sent again in [`retry`] and [`pacing`], the life of a call in [`client::attempt`], what a click id means in
//! [`attribution`], what happens to a submission in [`intake`].
#![deny(missing_docs)]
#![deny(unsafe_code)]

pub mod attribution;
pub mod client;
#[cfg(not(target_arch = "wasm32"))]
pub mod document;
pub mod endpoint;
pub mod error;
pub mod intake;
pub mod model;
pub mod pacing;
pub mod phone;
pub mod request;
pub mod response;
pub mod retry;
pub mod schema;
mod text;
pub mod transport;
pub mod validate;
#[cfg(target_arch = "wasm32")]
mod wasm;
