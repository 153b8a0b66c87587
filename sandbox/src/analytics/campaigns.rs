//! Campaign Performance: a row for each campaign on each platform, the one with most leads first. Leads without a campaign, which are all
//! but the seed's, are in none.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::asked;
use crate::context::Context;
use crate::envelope::{Refusal, Reply, number};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    campaign_name: String,
    ad_platform: Option<String>,
    leads: u32,
    conversions: u32,
    conversion_value: Value,
}

pub(crate) fn campaigns(context: &Context<'_>, query: &str) -> Result<Reply, Refusal> {
    let campaigns = context.store.campaigns(asked(context, query)?.span)?;
    let row = |campaign: crate::store::Campaign| Row {
        campaign_name: campaign.name,
        ad_platform: campaign.platform,
        leads: campaign.leads,
        conversions: campaign.conversions,
        conversion_value: number(campaign.value),
    };
    Reply::new(StatusCode::OK, &campaigns.into_iter().map(row).collect::<Vec<_>>())
}
