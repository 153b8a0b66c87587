//! The plan, and how kind the server is.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;

use super::{Turned, read, shown, unreadable};
use crate::app::App;
use crate::settings::Settings;

pub(super) async fn show(State(app): State<Arc<App>>) -> Turned<Settings> {
    shown(app.settings().clone())
}

pub(super) async fn change(State(app): State<Arc<App>>, body: Bytes) -> Turned<Settings> {
    let change = read(&body)?;
    let mut settings = app.settings();
    settings.change(change).map_err(unreadable)?;
    shown(settings.clone())
}
