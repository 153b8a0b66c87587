//! Update Lead: absent fields stay, `null` clears; answers, as the contract's example does, with the lead's id, code and first name,
//! what was given, and `updatedAt`.

use axum::http::StatusCode;
use konektor::model::UpdateLead;

use super::{Context, no_such_lead, shown, taken};
use crate::check;
use crate::envelope::{Refusal, Reply};

pub(crate) fn update(context: &Context<'_>, id: &str, body: &[u8]) -> Result<Reply, Refusal> {
    let fields = check::body(body, UpdateLead::SCHEMA)?;
    let outcome = context.store.update(id, &fields, context.queue(), context.settings.unique_codes)?;
    let lead = outcome.ok_or_else(no_such_lead)?.map_err(taken)?;
    let shown = shown(&context.settings);
    let always = ["uniqueCode", "firstName", "updatedAt"];
    Reply::new(StatusCode::OK, &lead.view(|name| (fields.contains_key(name) || always.contains(&name)) && shown(name)))
}
