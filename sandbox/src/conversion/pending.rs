//! Pending Conversions: every lead whose event has not arrived, pending or failed, in the order of arrival. The contract has no pages here.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use crate::clock::{Millis, iso};
use crate::context::Context;
use crate::envelope::{Refusal, Reply};
use crate::store::Lead;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pending<'a> {
    lead_id: &'a str,
    unique_code: &'a Value,
    status: &'a Value,
    ad_platform: &'a Value,
    conversion_sync_status: &'a str,
    last_conversion_sync_at: Option<String>,
}

pub(crate) fn pending(context: &Context<'_>) -> Result<Reply, Refusal> {
    let leads = context.store.with_unsent_conversion(context.now)?;
    let shown: Vec<_> = leads.iter().map(|lead| Pending::of(lead, context.now)).collect();
    Reply::new(StatusCode::OK, &shown)
}

impl<'a> Pending<'a> {
    fn of(lead: &'a Lead, now: Millis) -> Self {
        Self {
            lead_id: &lead.id,
            unique_code: lead.value("uniqueCode"),
            status: lead.value("status"),
            ad_platform: lead.value("adPlatform"),
            conversion_sync_status: lead.conversion.state(now),
            last_conversion_sync_at: lead.conversion.tried_at(now).map(iso),
        }
    }
}
