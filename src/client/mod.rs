//! The client: options, the state that its calls share, and one method for each operation.
//!
//! [`attempt`] tells the life of a call; [`Leads`] has the typed operations. The npm package uses [`attempt`] alone.

pub mod attempt;
mod leads;

pub use leads::{Leads, Page, Reply};

use crate::request::{Secret, Target};
use crate::retry::{DEFAULT_RETRIES, DEFAULT_TIMEOUT_MS};
use attempt::Session;

/// How calls behave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Where the API is.
    pub base_url: String,
    /// The API key.
    pub api_key: Option<Secret>,
    /// Headers for every request.
    pub headers: Vec<(String, String)>,
    /// The deadline of a call over all its attempts, in milliseconds: 30 000 unless told.
    pub timeout_ms: f64,
    /// How often a call tries again: twice unless told.
    pub max_retries: u32,
    /// Whether to wait for the next window when the rate limit is used up.
    pub pacing: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: "https://konektor.id".to_owned(),
            api_key: None,
            headers: Vec::new(),
            timeout_ms: DEFAULT_TIMEOUT_MS,
            max_retries: DEFAULT_RETRIES,
            pacing: true,
        }
    }
}

impl Options {
    /// Options with a key.
    #[must_use]
    pub fn with_key(key: impl Into<String>) -> Self {
        Self { api_key: Some(Secret::new(key)), ..Self::default() }
    }
}

/// A client of the API over some transport.
///
/// The transports of this version are `transport::fetch::Fetch` (in wasm, feature `fetch`) and any that you write.
#[derive(Debug)]
pub struct Client<T> {
    options: Options,
    transport: T,
    session: Session,
}

impl<T: crate::transport::Transport> Client<T> {
    /// A client. Nothing is sent, and the options are checked, at the first call.
    pub fn new(options: Options, transport: T) -> Self {
        Self { options, transport, session: Session::default() }
    }

    /// The operations on leads.
    pub fn leads(&self) -> Leads<'_, T> {
        Leads(self)
    }

    fn target(&self) -> Target {
        Target {
            base_url: self.options.base_url.clone(),
            api_key: self.options.api_key.clone(),
            headers: self.options.headers.clone(),
        }
    }
}
