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
    /// See [`Error`].
    pub async fn status(&self, query: &ConversionStatusQuery) -> Result<Reply<ConversionStatus>, Error> {
        self.0.data("conversions.status", "", Some(query)).await
    }

    /// Lists the leads whose conversions have not.
    ///
    /// Source: “Pending Conversions”. Scope: `agent.conversions.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn pending(&self) -> Result<Reply<Vec<PendingConversion>>, Error> {
        self.0.data("conversions.pending", "", None::<&()>).await
    }
}
