//! Reading the request log, waiting for what is new.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Turned, done, shown};
use crate::app::App;

const LONGEST_WAIT_MS: u64 = 60_000;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Since {
    since: u64,
    wait_ms: u64,
}

pub(super) async fn since(State(app): State<Arc<App>>, Query(wanted): Query<Since>) -> Turned<Value> {
    // Real time: whoever waits here is a test or the inspector, not part of what is tested.
    let patience = Duration::from_millis(wanted.wait_ms.min(LONGEST_WAIT_MS));
    let _ = tokio::time::timeout(patience, app.log.newer_than(wanted.since)).await;
    let (requests, next) = app.log.since(wanted.since);
    shown(json!({ "requests": requests, "next": next }))
}

pub(super) async fn clear(State(app): State<Arc<App>>) -> Turned<Value> {
    app.log.clear();
    done()
}
