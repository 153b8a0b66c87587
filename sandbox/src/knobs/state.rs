//! The whole at a glance, and back to the start.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::leads::blocking;
use super::{Turned, clock, done, read, shown};
use crate::app::App;
use crate::settings::Settings;

#[derive(Serialize)]
pub(super) struct Overview {
    clock: clock::Shown,
    settings: Settings,
    leads: u32,
    requests: usize,
    faults: usize,
    waiting: usize,
}

pub(super) async fn show(State(app): State<Arc<App>>) -> Turned<Overview> {
    let counting = app.clone();
    let leads = blocking(move || counting.store.count()).await?;
    shown(Overview {
        clock: clock::face(&app),
        settings: app.settings().clone(),
        leads,
        requests: app.log.count(),
        faults: app.faults().active(),
        waiting: app.clock.waiting(),
    })
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Start {
    leads: u32,
}

pub(super) async fn reset(State(app): State<Arc<App>>, body: Bytes) -> Turned<Value> {
    let Start { leads } = if body.is_empty() { Start::default() } else { read(&body)? };
    blocking(move || app.reset(leads)).await?;
    done()
}
