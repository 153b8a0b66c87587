//! Journeys through the running sandbox: each starts the real binary and talks HTTP to it.

mod answers;
mod auth;
mod bodies;
mod cursor;
mod durability;
mod faults;
mod foreign;
mod inspector;
mod knobs;
mod late;
mod listing;
mod rate_limit;
mod running;
mod search;
