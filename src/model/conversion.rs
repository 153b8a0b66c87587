//! Conversions: what has been reported back to the ad platforms, and what has not.

use super::values::{AdPlatform, ConversionSyncStatus, LeadStatus, Timeframe};
use crate::schema::define::{argument, held, kind, model, presence, rust_type, setter};

model! {
    /// Whose conversions to count, and of which span of time.
    ///
    /// Source: “Conversion Sync Status”.
    request ConversionStatusQuery {
        /// A preset; `last_30_days` unless told.
        timeframe "timeframe": optional [values Timeframe]
        /// From here on, instead of the preset: an ISO 8601 date, or date-time with `Z` or an offset.
        from "from": optional [date_time]
        /// Up to here, instead of the preset: an ISO 8601 date, or date-time with `Z` or an offset.
        to "to": optional [date_time]
        /// Only conversions of this ad platform.
        platform "platform": optional [values AdPlatform]
    }
}

model! {
    /// How many leads' conversions have reached their platforms.
    ///
    /// Source: “Conversion Sync Status”. Scope: `agent.conversions.read`.
    record ConversionStatus {
        /// Not sent yet.
        pending "pending": always [number]
        /// All sent.
        synced "synced": always [number]
        /// Some sent.
        partial "partial": always [number]
        /// Refused or lost.
        failed "failed": always [number]
        /// Nothing to send.
        none "none": always [number]
    }
}

model! {
    /// A lead whose conversion has not reached its platform.
    ///
    /// Source: “Pending Conversions”. Scope: `agent.conversions.read`.
    record PendingConversion {
        /// The lead's identifier.
        lead_id "leadId": always [text]
        /// The lead's code.
        unique_code "uniqueCode": optional [text]
        /// Where the lead stands.
        status "status": optional [values LeadStatus]
        /// The platform that waits for the conversion.
        ad_platform "adPlatform": optional [values AdPlatform]
        /// How far the conversion got.
        conversion_sync_status "conversionSyncStatus": always [values ConversionSyncStatus]
        /// When it was last tried: ISO 8601, UTC; `null` for never.
        last_conversion_sync_at "lastConversionSyncAt": optional [date_time]
    }
}
