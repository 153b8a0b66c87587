//! The operations on analytics, typed.

use super::{Client, Reply};
use crate::error::Error;
use crate::model::{AnalyticsQuery, AnalyticsSummary, CampaignPerformance, FunnelStep};
use crate::transport::Transport;

/// The operations on analytics.
#[derive(Debug)]
pub struct Analytics<'a, T>(pub(super) &'a Client<T>);

impl<T: Transport> Analytics<'_, T> {
    /// Counts leads and conversions of a span of time.
    ///
    /// Source: “Analytics Summary”. Scope: `agent.analytics.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn summary(&self, query: &AnalyticsQuery) -> Result<Reply<AnalyticsSummary>, Error> {
        self.0.data("analytics.summary", "", Some(query)).await
    }

    /// Tells how many leads stand at each status.
    ///
    /// Source: “Analytics Funnel”. Scope: `agent.analytics.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn funnel(&self, query: &AnalyticsQuery) -> Result<Reply<Vec<FunnelStep>>, Error> {
        self.0.data("analytics.funnel", "", Some(query)).await
    }

    /// Tells what each campaign brought.
    ///
    /// Source: “Campaign Performance”. Scope: `agent.analytics.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn campaigns(&self, query: &AnalyticsQuery) -> Result<Reply<Vec<CampaignPerformance>>, Error> {
        self.0.data("analytics.campaigns", "", Some(query)).await
    }
}
