//! The client: options, the state that its calls share, and one method for each operation.
//!
//! [`attempt`] tells the life of a call; [`Leads`] and its neighbours have the typed operations. The npm package uses [`attempt`] alone.

mod analytics;
pub mod attempt;
mod conversions;
mod custom;
mod leads;
mod reply;
mod support;

pub use analytics::Analytics;
pub use conversions::Conversions;
pub use leads::Leads;
pub use reply::{Page, Reply};
pub use support::Support;

use crate::error::Error;
use crate::model::Workspace;
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
    pub(crate) transport: T,
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

    /// The operations on analytics.
    pub fn analytics(&self) -> Analytics<'_, T> {
        Analytics(self)
    }

    /// The operations on conversions.
    pub fn conversions(&self) -> Conversions<'_, T> {
        Conversions(self)
    }

    /// The operations on support tickets.
    pub fn support(&self) -> Support<'_, T> {
        Support(self)
    }

    /// The workspace that the key belongs to: its settings, its plan and its use.
    ///
    /// Source: “Workspace Info”. Scope: `agent.workspace.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn workspace(&self) -> Result<Reply<Workspace>, Error> {
        self.data("workspace.get", "", None::<&()>).await
    }

    /// The API's description of itself for agents, in Markdown. Needs no key.
    ///
    /// Source: “SKILL.md (this document)”.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn skill(&self) -> Result<String, Error> {
        let received = self.receive("skill", "", None::<&()>).await?;
        Ok(String::from_utf8_lossy(&received.body).into_owned())
    }

    fn target(&self) -> Target {
        Target {
            base_url: self.options.base_url.clone(),
            api_key: self.options.api_key.clone(),
            headers: self.options.headers.clone(),
        }
    }
}
