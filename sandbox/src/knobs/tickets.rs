//! Reading all tickets as they are stored: the Agent API can only create them.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::leads::blocking;
use super::{Turned, shown};
use crate::app::App;

pub(super) async fn list(State(app): State<Arc<App>>) -> Turned<Value> {
    let tickets = blocking(move || app.store.tickets()).await?;
    shown(json!({ "tickets": tickets }))
}
