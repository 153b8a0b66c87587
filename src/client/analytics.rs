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
    /// `VALIDATION_ERROR` before anything is sent when a date breaks a rule. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::{AnalyticsQuery, Timeframe};
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let answer = r#"{"success":true,"data":{"totalLeads":156,"newLeads":42,"contactedLeads":38,"totalConversions":12,"totalConversionValue":45000000}}"#;
    /// # let client = Memory::new([Canned::ok(answer)]).client();
    /// let week = AnalyticsQuery::default().timeframe(Timeframe::Last7Days);
    /// let summary = client.analytics().summary(&week).await?.data;
    /// assert_eq!((summary.total_leads, summary.total_conversion_value), (156.0, 45_000_000.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn summary(&self, query: &AnalyticsQuery) -> Result<Reply<AnalyticsSummary>, Error> {
        self.0.data("analytics.summary", "", Some(query)).await
    }

    /// Tells how many leads stand at each status.
    ///
    /// Source: “Analytics Funnel”. Scope: `agent.analytics.read`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` before anything is sent when a date breaks a rule. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::{AnalyticsQuery, LeadStatus};
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let answer = r#"{"success":true,"data":[{"status":"won","count":12,"percentage":7.69}]}"#;
    /// # let client = Memory::new([Canned::ok(answer)]).client();
    /// // From a day on, up to now.
    /// let year = AnalyticsQuery::default().from("2026-01-01");
    /// let steps = client.analytics().funnel(&year).await?.data;
    /// assert_eq!((&steps[0].status, steps[0].percentage), (&LeadStatus::Won, 7.69));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn funnel(&self, query: &AnalyticsQuery) -> Result<Reply<Vec<FunnelStep>>, Error> {
        self.0.data("analytics.funnel", "", Some(query)).await
    }

    /// Tells what each campaign brought.
    ///
    /// Source: “Campaign Performance”. Scope: `agent.analytics.read`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` before anything is sent when a date breaks a rule. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::AnalyticsQuery;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let answer = r#"{"success":true,"data":[{"campaignName":"Promo Januari","leads":85,"conversions":8,"conversionValue":32000000}]}"#;
    /// # let client = Memory::new([Canned::ok(answer)]).client();
    /// let campaigns = client.analytics().campaigns(&AnalyticsQuery::default()).await?.data;
    /// assert_eq!(campaigns[0].conversion_value / campaigns[0].conversions, 4_000_000.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn campaigns(&self, query: &AnalyticsQuery) -> Result<Reply<Vec<CampaignPerformance>>, Error> {
        self.0.data("analytics.campaigns", "", Some(query)).await
    }
}
