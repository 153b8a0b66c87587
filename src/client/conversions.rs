//! The operations on conversions, typed.

use super::{Client, Reply};
use crate::error::Error;
use crate::model::{ConversionStatus, ConversionStatusQuery, PendingConversion};
use crate::transport::Transport;

/// The operations on conversions.
#[derive(Debug)]
pub struct Conversions<'a, T>(pub(super) &'a Client<T>);

impl<T: Transport> Conversions<'_, T> {
    /// Counts how many leads' conversions have reached their platforms.
    ///
    /// Source: “Conversion Sync Status”. Scope: `agent.conversions.read`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` before anything is sent when a date breaks a rule. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::{AdPlatform, ConversionStatusQuery};
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let answer = r#"{"success":true,"data":{"pending":5,"synced":42,"partial":2,"failed":1,"none":106}}"#;
    /// # let client = Memory::new([Canned::ok(answer)]).client();
    /// let query = ConversionStatusQuery::default().platform(AdPlatform::Meta);
    /// let status = client.conversions().status(&query).await?.data;
    /// assert_eq!((status.synced, status.failed), (42.0, 1.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn status(&self, query: &ConversionStatusQuery) -> Result<Reply<ConversionStatus>, Error> {
        self.0.data("conversions.status", "", Some(query)).await
    }

    /// Lists the leads whose conversions have not.
    ///
    /// Source: “Pending Conversions”. Scope: `agent.conversions.read`.
    ///
    /// # Errors
    /// See [`Error`].
    ///
    /// ```
    /// use konektor::model::ConversionSyncStatus;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let answer = r#"{"success":true,"data":[{"leadId":"lead_1","conversionSyncStatus":"failed"}]}"#;
    /// # let client = Memory::new([Canned::ok(answer)]).client();
    /// let pending = client.conversions().pending().await?.data;
    /// assert_eq!(pending[0].conversion_sync_status, ConversionSyncStatus::Failed);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn pending(&self) -> Result<Reply<Vec<PendingConversion>>, Error> {
        self.0.data("conversions.pending", "", None::<&()>).await
    }
}
