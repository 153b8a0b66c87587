//! Reading all leads as they are stored, and soft-deleting one: the Agent API can do neither.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Refused, Turned, done, shown};
use crate::app::App;
use crate::clock::iso;
use crate::envelope::Refusal;
use crate::store::{Dump, Lead};

/// A lead with what the Agent API does not show.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Stored<V> {
    seq: i64,
    #[serde(flatten)]
    lead: V,
    campaign: Option<String>,
    visible_at: Option<String>,
    deleted_at: Option<String>,
    conversion_event: Option<String>,
    conversion_sync_status: String,
    last_conversion_sync_at: Option<String>,
}

pub(super) async fn dump(State(app): State<Arc<App>>, Query(dump): Query<Dump>) -> Turned<Value> {
    let now = app.clock.now();
    let (leads, total) = blocking(move || app.store.dump(dump)).await?;
    let stored = |lead: &Lead| {
        serde_json::to_value(Stored {
            seq: lead.seq,
            lead: lead.view(|_| true),
            campaign: lead.campaign.clone(),
            visible_at: Some(lead.visible_at).filter(|at| *at > 0).map(iso),
            deleted_at: lead.deleted_at.map(iso),
            conversion_event: lead.conversion.event.clone(),
            conversion_sync_status: lead.conversion.state(now).to_owned(),
            last_conversion_sync_at: lead.conversion.tried_at(now).map(iso),
        })
    };
    let leads = leads.iter().map(stored).collect::<Result<Vec<_>, _>>().map_err(|error| Refusal::internal(&error))?;
    shown(json!({ "leads": leads, "total": total }))
}

pub(super) async fn soft_delete(State(app): State<Arc<App>>, Path(id): Path<String>) -> Turned<Value> {
    let deleted = blocking(move || app.store.soft_delete(&id, app.clock.now())).await?;
    if deleted { done() } else { Err(Refused(Refusal::not_found("No such lead"))) }
}

/// SQLite blocks; the runtime's threads must not.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, Refused> {
    let finished = tokio::task::spawn_blocking(work).await;
    Ok(finished.map_err(|error| Refusal::internal(&error))??)
}
