//! Create Lead: fills in the defaults and answers with the fields that were given, as the contract's example does.

use axum::http::StatusCode;
use konektor::model::CreateLead;
use serde_json::Value;

use super::{Context, shown, taken};
use crate::calendar::{DAY_MS, day};
use crate::check;
use crate::envelope::{Refusal, Reply};
use crate::store::{DailyLimit, NewLead, NotCreated};

pub(crate) fn create(context: &Context<'_>, body: &[u8], lag: u64) -> Result<Reply, Refusal> {
    let mut fields = check::body(body, CreateLead::SCHEMA)?;
    for (name, default) in [("status", "new"), ("priority", "medium")] {
        fields.entry(name).or_insert_with(|| Value::from(default));
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let lead = NewLead {
        id: new_id(),
        fields: &fields,
        campaign: None,
        conversion: context.queue().delivery(text("status").unwrap_or_default(), text("adPlatform")),
        created_at: context.now,
        updated_at: context.now,
        visible_at: if lag == 0 { 0 } else { context.now.saturating_add_unsigned(lag) },
    };
    let created = context.store.create(&lead, context.settings.unique_codes, daily_limit(context))?;
    let lead = created.map_err(|reason| match reason {
        NotCreated::DayIsFull(limit) => day_is_full(context, limit),
        NotCreated::Taken(field) => taken(field),
    })?;
    let shown = shown(&context.settings);
    let filled_in = ["uniqueCode", "createdAt", "updatedAt"];
    let view = lead.view(|name| (fields.contains_key(name) || filled_in.contains(&name)) && shown(name));
    Reply::new(StatusCode::CREATED, &view)
}

fn new_id() -> String {
    let letters = std::iter::repeat_with(fastrand::alphanumeric).take(16);
    format!("lead_{}", letters.collect::<String>().to_lowercase())
}

fn daily_limit(context: &Context<'_>) -> Option<DailyLimit> {
    let from = day(context.now);
    context.settings.leads_per_day.map(|leads| DailyLimit { leads, from, to: from + DAY_MS })
}

fn day_is_full(context: &Context<'_>, limit: u32) -> Refusal {
    let status = StatusCode::from_u16(context.settings.leads_per_day_status).unwrap_or(StatusCode::FORBIDDEN);
    Refusal::new(status, format!("Daily limit of {limit} leads reached"))
}
