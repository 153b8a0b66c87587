//! Workspace Info: the contract's example workspace, with the plan and the daily limit of the settings and today's leads.

use axum::http::StatusCode;
use serde::Serialize;

use crate::calendar::{DAY_MS, TIMEZONE, day, next_billing};
use crate::clock::iso;
use crate::context::Context;
use crate::envelope::{Refusal, Reply};
use crate::rate_limit::Plan;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Workspace {
    display_name: &'static str,
    timezone: &'static str,
    currency: &'static str,
    language: &'static str,
    date_format: &'static str,
    tracking_code: &'static str,
    subscription: Subscription,
    usage: Usage,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscription {
    plan: Plan,
    status: &'static str,
    interval: &'static str,
    current_period_end: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Usage {
    leads_per_day: LeadsPerDay,
    team_members: u32,
    active_rotators: u32,
}

#[derive(Serialize)]
struct LeadsPerDay {
    limit: Option<u32>,
    current: u32,
}

pub(crate) fn get(context: &Context<'_>) -> Result<Reply, Refusal> {
    let today = day(context.now);
    let workspace = Workspace {
        display_name: "Toko Budi Online",
        timezone: TIMEZONE,
        currency: "IDR",
        language: "id",
        date_format: "DD/MM/YYYY",
        tracking_code: "KNK-abc123",
        subscription: Subscription {
            // Having no limit is the sandbox's own; of the contract's plans the one with terms of its own is nearest.
            plan: if context.settings.plan == Plan::None { Plan::Custom } else { context.settings.plan },
            status: "active",
            interval: "monthly",
            current_period_end: iso(next_billing(context.now)),
        },
        usage: Usage {
            leads_per_day: LeadsPerDay {
                limit: context.settings.leads_per_day,
                current: context.store.created_between(today, today + DAY_MS)?,
            },
            team_members: 5,
            active_rotators: 2,
        },
    };
    Reply::new(StatusCode::OK, &workspace)
}
