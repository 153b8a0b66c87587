//! How requests travel: a small trait with all the effects that a call needs, so that the rest of the core has none.
//!
//! | module | for | feature |
//! |---|---|---|
//! | `native` | programs on tokio: reqwest with rustls | `native` |
//! | `fetch` | Rust apps compiled to wasm: the platform's `fetch` | `fetch` |
//! | [`memory`] | tests and examples: answers from a list, no network, no waiting | |
//!
//! Under the npm package the effects are TypeScript's, see `wasm/client.rs`.

mod bounds;
#[cfg(feature = "once")]
pub(crate) mod duration;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod fetch;
pub mod memory;
#[cfg(all(feature = "native", not(target_arch = "wasm32")))]
pub mod native;

use std::future::Future;

pub use bounds::{MaybeSend, MaybeSync};

use crate::error::Phase;
use crate::request::Request;
use crate::response::Head;

/// An answer, whole.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Received {
    /// Its head.
    pub head: Head,
    /// Its body.
    pub body: Vec<u8>,
}

impl Received {
    /// An answer of a head and a body.
    #[must_use]
    pub fn new(head: Head, body: Vec<u8>) -> Self {
        Self { head, body }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cut {
    /// The time given to the attempt ran out.
    Timeout,
    /// The caller's signal.
    Aborted,
    /// The server could not be reached, or the connection was cut.
    Connection,
}

/// An exchange that came to no whole answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Lost {
    /// Why.
    pub cut: Cut,
    /// The answer's head, where it had come already.
    pub head: Option<Head>,
}

impl Lost {
    /// What was lost, with the head that had come already.
    #[must_use]
    pub fn new(cut: Cut, head: Option<Head>) -> Self {
        Self { cut, head }
    }
}

/// The effects of a call. A transport of your own makes one request of one [`send`](Transport::send) and follows no redirect;
/// it neither repeats nor judges, which the core does.
///
/// ```
/// use konektor::client::{Client, Options};
/// use konektor::error::Phase;
/// use konektor::request::Request;
/// use konektor::response::Head;
/// use konektor::transport::memory::{Canned, Memory};
/// use konektor::transport::{Cut, Lost, Received, Transport};
///
/// /// Notes how long each exchange took.
/// struct Timed<T>(T);
///
/// impl<T: Transport> Transport for Timed<T> {
///     async fn send(&self, request: &Request, body: &[u8], timeout_ms: f64) -> Result<Received, Lost> {
///         let start = self.now();
///         let received = self.0.send(request, body, timeout_ms).await;
///         println!("{} {} took {} ms", request.method, request.url, self.now() - start);
///         received
///     }
///
///     async fn sleep(&self, ms: f64, phase: Phase) -> Result<(), Cut> {
///         self.0.sleep(ms, phase).await
///     }
///
///     fn now(&self) -> f64 {
///         self.0.now()
///     }
///
///     fn random(&self) -> f64 {
///         self.0.random()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), konektor::error::Error> {
/// let memory = Memory::new([Canned::ok(r#"{"success":true,"data":{"id":"lead_1"}}"#)]);
/// let client = Client::new(Options::with_key("knk_example"), Timed(memory));
/// assert_eq!(client.leads().get("lead_1").await?.data.id, "lead_1");
/// # Ok(())
/// # }
/// ```
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends a request and reads the whole answer within `timeout_ms` milliseconds. Redirects are not to be followed: they
    /// count as answers.
    ///
    /// `body` goes with requests that say [`Request::has_body`].
    ///
    /// # Errors
    /// Why there is no whole answer, with its head if that had come.
    fn send(
        &self,
        request: &Request,
        body: &[u8],
        timeout_ms: f64,
    ) -> impl Future<Output = Result<Received, Lost>> + MaybeSend;

    /// Waits for some milliseconds; the phase says what for.
    ///
    /// # Errors
    /// When the caller's signal aborts, where there is such a thing. In Rust a call is aborted by dropping its future.
    fn sleep(&self, ms: f64, phase: Phase) -> impl Future<Output = Result<(), Cut>> + MaybeSend;

    /// The time in milliseconds since 1970. It should not jump: deadlines are measured by it.
    fn now(&self) -> f64;

    /// A random number from 0 up to 1: for the jitter between attempts, and for codes that may not meet twice.
    fn random(&self) -> f64;
}
