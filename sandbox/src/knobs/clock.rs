//! Setting, advancing and freezing the clock.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Turned, read, shown, unreadable};
use crate::app::App;
use crate::clock::{iso, parse_iso};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Turn {
    set: Option<String>,
    advance_ms: Option<i64>,
    frozen: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct Shown {
    now: String,
    frozen: bool,
}

pub(super) fn face(app: &App) -> Shown {
    Shown { now: iso(app.clock.now()), frozen: app.clock.frozen() }
}

pub(super) async fn show(State(app): State<Arc<App>>) -> Turned<Shown> {
    shown(face(&app))
}

pub(super) async fn turn(State(app): State<Arc<App>>, body: Bytes) -> Turned<Shown> {
    let turn: Turn = read(&body)?;
    let set = match turn.set {
        Some(text) => Some(parse_iso(&text).ok_or_else(|| unreadable(format!("`{text}` is no ISO 8601 time")))?),
        None => None,
    };
    // Frozen first, or real time would pass before it stands at what was set.
    if let Some(frozen) = turn.frozen {
        app.clock.freeze(frozen);
    }
    if let Some(at) = set {
        app.clock.set(at);
    }
    if let Some(ms) = turn.advance_ms {
        app.clock.advance(ms);
    }
    shown(face(&app))
}
