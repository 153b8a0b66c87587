//! A typed client of the Konektor Agent API, version 2: leads, analytics, conversions, the workspace, support tickets.
//!
//! [Konektor](https://konektor.id) keeps the leads that come from ads and reports back to the ad platforms what became of them.
//! Input is checked here before it is sent, in the words the server would use; answers are checked before you see them; what may
//! be repeated is repeated, and a lead is never created twice on suspicion.
//!
//! ```
//! use konektor::client::{Client, Options};
//! use konektor::error::Kind;
//! use konektor::model::{CreateLead, LeadSource, LeadStatus, ListLeads, UpdateLead};
//! # use konektor::transport::memory::{Canned, Memory};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), konektor::error::Error> {
//! # #[cfg(feature = "native")]
//! let client = Client::native(Options::with_key("knk_…"))?;
//! # let lead = r#"{"success":true,"data":{"id":"lead_1"}}"#;
//! # let list = r#"{"success":true,"data":[{"id":"lead_1"}],"pagination":{"page":1,"totalPages":1}}"#;
//! # let limited = Canned::new(429, "{}").header("Retry-After", "60");
//! # let client = Memory::new([Canned::new(201, lead), Canned::ok(list), Canned::ok(lead), limited]).client();
//! let lead = CreateLead::default().first_name("Andi").phone("+6281234567890").source(LeadSource::Ads);
//! let created = client.leads().create(&lead).await?.data;
//!
//! let mut leads = client.leads().all(&ListLeads::default().status(LeadStatus::New));
//! while let Some(lead) = leads.next().await? {
//!     client.leads().update(&lead.id, &UpdateLead::default().status(LeadStatus::Contacted)).await?;
//! }
//!
//! match client.leads().get(&created.id).await {
//!     Ok(reply) => println!("{} requests left in this minute", reply.rate_limit.unwrap_or_default().remaining.unwrap_or(0.0)),
//!     Err(error) if error.kind == Kind::RateLimit => println!("again in {} s", error.retry_after.unwrap_or(60.0)),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! None is on unless told; without any there are models, rules, policies, and a client over a [`transport`] of yours.
//!
//! | feature | what it adds |
//! |---|---|
//! | `native` | `Client::native` and `transport::native`: HTTP by reqwest and rustls, for programs on tokio; and `once` |
//! | `fetch` | `transport::fetch`: requests over the platform's `fetch`, for Rust apps compiled to wasm; and `once` |
//! | `once` | `Leads::create_once`: a lead is created once, by look-up |
//! | `wasm-client`, `wasm-edge`, `wasm-widget` | the binaries of the npm package; nothing for Rust |
//!
//! # Where to find what
//!
//! | question | module |
//! |---|---|
//! | which fields there are, and their limits | [`model`] |
//! | what a client can do, and how its calls behave | [`client`] |
//! | what went wrong | [`error`] |
//! | how requests travel, and how to test without a network | [`transport`], [`transport::memory`] |
//! | when something is sent again, and when not | [`retry`], [`pacing`], [`client::attempt`] |
//! | the rules behind the limits | [`validate`], [`schema`] |
//! | which operations there are, and what they send | [`endpoint`], [`request`], [`response`] |
//! | what a click id means, what becomes of a form's submission | [`attribution`], [`intake`], [`phone`] |
//!
//! Everything that decides something is pure: clocks, dice and requests are passed in through [`transport::Transport`], so nothing
//! here waits, and tests do not either. The npm package `konektor` is this crate compiled to WebAssembly.
//!
//! # What is not supported
//!
//! - Deleting leads, upserts and bulk changes: the Agent API documents none. [`Client::request`](client::Client::request) sends
//!   what this version does not know.
//! - Blocking calls, and runtimes other than tokio: a [`transport::Transport`] is four functions.
//! - Exactly-once creation: there is no idempotency key. `create_once` says what holds, and under which conditions.
//! - Aborting by a signal: drop the future. A lead whose creation was under way may have been created.
//! - Answers that serde cannot hold, such as half of a surrogate pair in a name: `RESPONSE_SHAPE`. The npm package reads them.
//! - Files, webhooks and the older public API (`/api/v1`).
//!
//! [`attribution`], [`intake`], [`phone`] and [`validate::json`] serve the Worker and the form that ship with the npm package. They
//! are public because they are tested from outside; expect them to change more than the rest.
#![cfg_attr(docsrs, feature(doc_cfg))]
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

/// Its Rust is compiled with the examples.
#[cfg(all(doctest, feature = "native"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// So is the guide's.
#[cfg(all(doctest, feature = "native"))]
#[doc = include_str!("../docs/guide/rust.md")]
struct Guide;
