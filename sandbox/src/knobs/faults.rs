//! Ordering faults, and seeding what their probabilities are drawn from.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refused, Turned, done, read, shown, unreadable};
use crate::app::App;
use crate::envelope::Refusal;
use crate::faults::Fault;

pub(super) async fn list(State(app): State<Arc<App>>) -> Turned<Value> {
    shown(json!({ "faults": app.faults().list() }))
}

pub(super) async fn add(State(app): State<Arc<App>>, body: Bytes) -> Turned<Value> {
    let fault = Fault::read(&body).map_err(unreadable)?;
    shown(json!({ "id": app.faults().add(fault) }))
}

pub(super) async fn remove(State(app): State<Arc<App>>, Path(id): Path<u64>) -> Turned<Value> {
    if app.faults().remove(id) { done() } else { Err(Refused(Refusal::not_found("No such fault"))) }
}

pub(super) async fn clear(State(app): State<Arc<App>>) -> Turned<Value> {
    app.faults().clear();
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    seed: u64,
}

pub(super) async fn reseed(State(app): State<Arc<App>>, body: Bytes) -> Turned<Value> {
    let Seed { seed } = read(&body)?;
    app.faults().reseed(seed);
    done()
}
