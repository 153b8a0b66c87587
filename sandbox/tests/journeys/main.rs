//! Journeys through the running sandbox: each starts the real binary and talks HTTP to it.

mod analytics;
mod answers;
mod auth;
mod bodies;
mod conversions;
mod cursor;
mod durability;
mod faults;
mod foreign;
mod inspector;
mod knobs;
mod late;
mod listing;
mod migration;
mod operations;
mod rate_limit;
mod running;
mod rust_client;
mod search;
mod tickets;
mod workspace;
