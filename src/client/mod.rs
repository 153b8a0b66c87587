//! The client: options, the state that its calls share, and one method for each operation.
//!
//! [`attempt`] tells the life of a call; [`Leads`] and its neighbours have the typed operations. The npm package uses [`attempt`] alone.

mod analytics;
pub mod attempt;
mod conversions;
mod custom;
mod find;
mod leads;
#[cfg(feature = "once")]
mod once;
mod options;
mod pages;
mod reply;
mod support;

use std::sync::Arc;

pub use analytics::Analytics;
pub use conversions::Conversions;
pub use find::FindLead;
pub use leads::Leads;
pub use options::{CallOptions, Options};
pub use pages::{AllLeads, Page};
pub use reply::Reply;
pub use support::Support;

use crate::error::Error;
use crate::model::Workspace;
use crate::request::Target;
use crate::transport::Transport;
use attempt::Session;

/// A client of the API over some [transport](crate::transport).
///
/// A clone is cheap and the same client: all clones share the transport, the budget of retries and what is known of the rate
/// limit's window, so make one and clone it into each task. Calls are futures that do nothing until they are awaited, may be
/// dropped at any time (a lead may have been created by then), and can be spawned: outside wasm they are `Send`.
///
/// ```
/// use konektor::model::ListLeads;
/// # use konektor::transport::memory::{Canned, Memory};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let list = r#"{"success":true,"data":[{"id":"lead_1"}],"pagination":{"page":1,"totalPages":1}}"#;
/// # let client = Memory::new([Canned::ok(list)]).client();
/// let task = tokio::spawn({
///     let client = client.clone();
///     async move { client.leads().list(&ListLeads::default()).await }
/// });
/// assert_eq!(task.await??.data.items.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Client<T> {
    options: Arc<Options>,
    shared: Arc<Shared<T>>,
}

/// What the clones of a client have in common.
#[derive(Debug)]
struct Shared<T> {
    transport: T,
    session: Session,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { options: Arc::clone(&self.options), shared: Arc::clone(&self.shared) }
    }
}

impl<T: Transport> Client<T> {
    /// A client. Nothing is sent, and the options are checked, at the first call.
    pub fn new(options: Options, transport: T) -> Self {
        Self { options: Arc::new(options), shared: Arc::new(Shared { transport, session: Session::default() }) }
    }

    /// The same client, deciding some things anew for the calls that are made through what is answered.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use konektor::client::CallOptions;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let memory = Memory::new([Canned::ok(r#"{"success":true,"data":{"id":"lead_1"}}"#)]);
    /// # let client = memory.client();
    /// let quickly = CallOptions::default().timeout(Duration::from_secs(2)).max_retries(0).header("X-Trace", "7");
    /// client.with(quickly).leads().get("lead_1").await?;
    /// # assert_eq!((memory.sent()[0].header("x-trace"), memory.sent()[0].timeout_ms), (Some("7"), 2_000.0));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self { options: Arc::new(self.options.overridden(options)), shared: Arc::clone(&self.shared) }
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
    ///
    /// ```
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::ok(r#"{"success":true,"data":{"currency":"IDR"}}"#)]).client();
    /// let workspace = client.workspace().await?.data;
    /// assert_eq!(workspace.currency.flatten().as_deref(), Some("IDR"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn workspace(&self) -> Result<Reply<Workspace>, Error> {
        self.data("workspace.get", "", None::<&()>).await
    }

    /// The API's description of itself for agents, in Markdown. Needs no key.
    ///
    /// Source: “SKILL.md (this document)”.
    ///
    /// # Errors
    /// See [`Error`].
    ///
    /// ```
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::ok("# Konektor Agent API")]).client();
    /// let document = client.skill().await?;
    /// assert!(document.starts_with("# Konektor"));
    /// # Ok(())
    /// # }
    /// ```
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
