//! What is reported back to the ad platforms: which event a status is, how far an event got, and the two operations that tell.

mod delivery;
mod event;
pub(crate) mod pending;
pub(crate) mod status;

pub use delivery::Outcome;
pub(crate) use delivery::{Delivery, Queue};
