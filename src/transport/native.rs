//! Requests over HTTP for programs on tokio: reqwest with rustls, HTTP/1.1 or 2 as the server likes. It sends one request and
//! reads one answer; when to send again, and what an answer is worth, is decided in [`client::attempt`](crate::client::attempt).
//!
//! ```
//! use konektor::client::{Client, Options};
//!
//! let client = Client::native(Options::with_key("knk_…"))?;
//! // Clones share connections, retry budget and rate limit window.
//! let another = client.clone();
//! # Ok::<(), konektor::error::Error>(())
//! ```
//!
//! Certificates are checked by the platform's own rules and roots. Proxies are taken from the environment (`HTTPS_PROXY`,
//! `ALL_PROXY`, `NO_PROXY`) for https; a server on the loopback is reached directly, since a proxy would be told the key in the
//! clear. The calls need a tokio runtime with time and I/O enabled.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::HeaderValue;
use reqwest::{Method, redirect, retry};
use tokio::time::{Instant, timeout};

use super::duration::duration;
use super::{Cut, Lost, Received, Transport};
use crate::client::{Client, Options};
use crate::error::{Code, Error, Kind, Phase};
use crate::request::Request;
use crate::response::Head;
use crate::text::joined;

const USER_AGENT: &str = concat!("konektor/", env!("CARGO_PKG_VERSION"), " (rust)");

/// Servers commonly close a connection that was idle for five seconds. A request written into one that is just being closed is
/// cut, and a lead's outcome would be unknown for nothing.
const IDLE: Duration = Duration::from_secs(4);

/// The transport over reqwest. Its clones share their connections.
#[derive(Debug, Clone)]
pub struct Native {
    https: reqwest::Client,
    loopback: reqwest::Client,
    started: Started,
}

/// A moment by both clocks: the time of day is measured from it, so that it does not jump while a call runs.
#[derive(Debug, Clone, Copy)]
struct Started {
    ms: f64,
    at: Instant,
}

impl Native {
    /// A transport. Nothing is connected yet.
    ///
    /// # Errors
    /// `CONNECTION_ERROR` when TLS cannot be set up on this machine.
    pub fn new() -> Result<Self, Error> {
        let ready = |builder: reqwest::ClientBuilder| {
            // One attempt is one request: the core counts them, and a POST is never sent again behind its back.
            let builder = builder.redirect(redirect::Policy::none()).retry(retry::never());
            builder.user_agent(USER_AGENT).pool_idle_timeout(IDLE).build().map_err(|error| {
                let message = joined(&["TLS cannot be set up: ", &error.to_string(), "."]);
                Error::new(Kind::Connection, Code::ConnectionError, message)
            })
        };
        Ok(Self {
            https: ready(reqwest::Client::builder().https_only(true))?,
            // It speaks no TLS, so it need not read the machine's certificates, which is most of what making a client takes.
            loopback: ready(reqwest::Client::builder().no_proxy().tls_certs_only([]))?,
            started: Started { ms: milliseconds(SystemTime::now()), at: Instant::now() },
        })
    }
}

impl Client<Native> {
    /// A client over HTTP. Nothing is sent, and the options are checked, at the first call.
    ///
    /// # Errors
    /// See [`Native::new`].
    pub fn native(options: Options) -> Result<Self, Error> {
        Ok(Self::new(options, Native::new()?))
    }

    /// A client over HTTP with the key that the environment variable `KONEKTOR_API_KEY` holds.
    ///
    /// Source: “Requirements”.
    ///
    /// # Errors
    /// `USAGE_ERROR` when there is no such variable; else see [`Native::new`].
    pub fn from_env() -> Result<Self, Error> {
        let key = std::env::var("KONEKTOR_API_KEY");
        Self::native(Options::with_key(key.map_err(|_| Error::usage("Set KONEKTOR_API_KEY to an API key."))?))
    }
}

impl Transport for Native {
    async fn send(&self, request: &Request, body: &[u8], timeout_ms: f64) -> Result<Received, Lost> {
        let client = if request.url.starts_with("https:") { &self.https } else { &self.loopback };
        let mut outgoing = client.request(method(request.method), &request.url);
        for (name, value) in &request.headers {
            outgoing = match HeaderValue::try_from(value.expose()) {
                Ok(mut value) => {
                    value.set_sensitive(name.eq_ignore_ascii_case("authorization"));
                    outgoing.header(name, value)
                }
                Err(_) => return Err(Lost::new(Cut::Connection, None)),
            };
        }
        if request.has_body {
            outgoing = outgoing.body(body.to_vec());
        }
        let mut arrived = None;
        let exchange = async {
            let response = outgoing.send().await?;
            arrived = Some(head(&response));
            response.bytes().await
        };
        let lost = match timeout(duration(timeout_ms), exchange).await {
            Ok(Ok(body)) => return Ok(Received { head: arrived.unwrap_or_default(), body: body.into() }),
            Ok(Err(_)) => Cut::Connection,
            Err(_) => Cut::Timeout,
        };
        Err(Lost::new(lost, arrived))
    }

    async fn sleep(&self, ms: f64, _phase: Phase) -> Result<(), Cut> {
        tokio::time::sleep(duration(ms)).await;
        Ok(())
    }

    fn now(&self) -> f64 {
        self.started.ms + self.started.at.elapsed().as_secs_f64() * 1000.0
    }

    fn random(&self) -> f64 {
        // Should the system refuse, the keys of std's hashers are the next best.
        let bits = getrandom::u64().unwrap_or_else(|_| RandomState::new().build_hasher().finish());
        // The upper 53 bits are what an `f64` holds.
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap_or(Method::GET)
}

fn head(response: &reqwest::Response) -> Head {
    let header = |name: &str| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
    Head::read(response.status().as_u16(), header, |text| httpdate::parse_http_date(text).ok().map(milliseconds))
}

/// Since 1970.
fn milliseconds(time: SystemTime) -> f64 {
    time.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}
