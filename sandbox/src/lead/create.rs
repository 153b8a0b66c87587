//! Create Lead: fills in the defaults and answers with the fields that were given, as the contract's example does.

use axum::http::StatusCode;
use konektor::model::CreateLead;
use serde_json::Value;

use super::{Context, shown, taken};
use crate::calendar::{DAY_MS, day};
use crate::check;
use crate::envelope::{Refusal, Reply};
use crate::store::NewLead;

pub(crate) fn create(context: &Context<'_>, body: &[u8], lag: u64) -> Result<Reply, Refusal> {
    let mut fields = check::body(body, CreateLead::SCHEMA)?;
    within_daily_limit(context)?;
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
    let lead = context.store.create(&lead, context.settings.unique_codes)?.map_err(taken)?;
    let shown = shown(&context.settings);
    let filled_in = ["uniqueCode", "createdAt", "updatedAt"];
    let view = lead.view(|name| (fields.contains_key(name) || filled_in.contains(&name)) && shown(name));
    Reply::new(StatusCode::CREATED, &view)
}

fn new_id() -> String {
    let letters = std::iter::repeat_with(fastrand::alphanumeric).take(16);
    format!("lead_{}", letters.collect::<String>().to_lowercase())
}

fn within_daily_limit(context: &Context<'_>) -> Result<(), Refusal> {
    let Some(limit) = context.settings.leads_per_day else { return Ok(()) };
    let from = day(context.now);
    if context.store.created_between(from, from + DAY_MS)? < limit {
        return Ok(());
    }
    let status = StatusCode::from_u16(context.settings.leads_per_day_status).unwrap_or(StatusCode::FORBIDDEN);
    Err(Refusal::new(status, format!("Daily limit of {limit} leads reached")))
}
