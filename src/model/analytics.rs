//! Analytics: how many leads there are, how far they got, and which campaigns brought them.

use super::values::{AdPlatform, LeadStatus, Timeframe};
use crate::schema::define::{argument, held, kind, model, presence, rust_type, setter};

model! {
    /// Which span of time to analyse.
    ///
    /// Source: “Analytics Summary”; the same for funnel and campaigns.
    request AnalyticsQuery {
        /// A preset; `last_30_days` unless told.
        timeframe "timeframe": optional [values Timeframe]
        /// From here on, instead of the preset: an ISO 8601 date, or date-time with `Z` or an offset.
        from "from": optional [date_time]
        /// Up to here, instead of the preset: an ISO 8601 date, or date-time with `Z` or an offset.
        to "to": optional [date_time]
    }
}

model! {
    /// A span of time.
    ///
    /// Source: “Analytics Summary”.
    record Period {
        /// Its beginning: ISO 8601, UTC.
        from "from": optional [date_time]
        /// Its end: ISO 8601, UTC.
        to "to": optional [date_time]
    }
}

model! {
    /// Leads and conversions of a span of time.
    ///
    /// Source: “Analytics Summary”. Scope: `agent.analytics.read`.
    record AnalyticsSummary {
        /// All leads.
        total_leads "totalLeads": always [number]
        /// Leads that are `new`.
        new_leads "newLeads": always [number]
        /// Leads that are `contacted`.
        contacted_leads "contactedLeads": always [number]
        /// Leads that became deals.
        total_conversions "totalConversions": always [number]
        /// What the deals are worth, in the workspace's currency.
        total_conversion_value "totalConversionValue": always [number]
        /// The preset that was analysed.
        timeframe "timeframe": optional [values Timeframe]
        /// The span that was analysed.
        period "period": required [object Period]
    }
}

model! {
    /// How many leads stand at one status.
    ///
    /// Source: “Analytics Funnel”. Scope: `agent.analytics.read`.
    record FunnelStep {
        /// The status.
        status "status": always [values LeadStatus]
        /// How many leads stand there.
        count "count": always [number]
        /// Their share of all leads, in per cent with two decimals.
        percentage "percentage": always [number]
    }
}

model! {
    /// What a campaign brought.
    ///
    /// Source: “Campaign Performance”. Scope: `agent.analytics.read`.
    record CampaignPerformance {
        /// The campaign's name.
        campaign_name "campaignName": optional [text]
        /// The platform that it ran on.
        ad_platform "adPlatform": optional [values AdPlatform]
        /// How many leads it brought.
        leads "leads": always [number]
        /// How many of them became deals.
        conversions "conversions": always [number]
        /// What the deals are worth, in the workspace's currency.
        conversion_value "conversionValue": always [number]
    }
}
