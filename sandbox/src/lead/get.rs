//! Get Lead: the whole lead; a soft-deleted one is not found.

use axum::http::StatusCode;

use super::{Context, no_such_lead, shown};
use crate::envelope::{Refusal, Reply};

pub(crate) fn get(context: &Context<'_>, id: &str) -> Result<Reply, Refusal> {
    let lead = context.store.get(id)?.ok_or_else(no_such_lead)?;
    Reply::new(StatusCode::OK, &lead.view(shown(&context.settings)))
}
