//! The Konektor Agent API as a local server, for tests, demos and development without an account.
//!
//! It answers as the contract says, by hand-written SQL over SQLite, and fails on demand through the knobs under `/__sandbox`
//! (see the crate's README). It shares the request schemas with the core crate and nothing else: it is there to judge the clients.

#![deny(missing_docs)]
#![deny(unsafe_code)]

mod analytics;
mod answered;
mod app;
mod auth;
mod calendar;
mod check;
mod clock;
mod config;
mod context;
mod conversion;
mod cors;
mod envelope;
mod faults;
mod gate;
mod host;
mod inspector;
mod knobs;
mod lead;
mod operation;
mod rate_limit;
mod request_log;
mod routes;
mod scope;
mod seed;
mod server;
mod settings;
mod skill;
mod span;
mod store;
mod ticket;
mod workspace;

pub use config::{Config, KeyConfig};
pub use conversion::Outcome;
pub use rate_limit::Plan;
pub use scope::{Scope, Scopes};
pub use server::{Sandbox, StartError};
pub use settings::Settings;
