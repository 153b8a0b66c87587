//! How requests travel: a small trait with all the effects that a call needs, so that the rest of the core has none.
//!
//! `fetch` is for Rust apps compiled to wasm. Under the npm package the effects are TypeScript's, see `wasm/client.rs`.

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod fetch;
#[cfg(test)]
pub(crate) mod script;

use std::future::Future;

use crate::error::Phase;
use crate::request::Request;
use crate::response::Head;

/// An answer, whole.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Its head.
    pub head: Head,
    /// Its body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The time given to the attempt ran out.
    Timeout,
    /// The caller's signal.
    Aborted,
    /// The server could not be reached, or the connection was cut.
    Connection,
}

/// The effects of a call.
pub trait Transport {
    /// Sends a request and reads the whole answer. Redirects are not to be followed: they count as answers.
    ///
    /// `body` goes with requests that say [`Request::has_body`]. The phase of a failure is `Connect` or `Body`.
    fn send(
        &self,
        request: &Request,
        body: &[u8],
        timeout_ms: f64,
    ) -> impl Future<Output = Result<Received, (Cut, Phase)>>;

    /// Waits; the phase says what for. Ends early, with an error, when the caller's signal aborts.
    fn sleep(&self, ms: f64, phase: Phase) -> impl Future<Output = Result<(), Cut>>;

    /// The time in milliseconds since 1970.
    fn now(&self) -> f64;

    /// A random number from 0 up to 1.
    fn random(&self) -> f64;
}
