//! Adding and revoking keys. Keys come in bodies, never in paths, and go out as fingerprints.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refused, Turned, done, read, shown, unreadable};
use crate::app::App;
use crate::envelope::Refusal;
use crate::scope::Scopes;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    key: String,
    scopes: Option<Vec<String>>,
}

pub(super) async fn list(State(app): State<Arc<App>>) -> Turned<Value> {
    let key = |caller: crate::auth::Caller| json!({ "fingerprint": caller.fingerprint, "scopes": caller.scopes.names().collect::<Vec<_>>() });
    shown(json!({ "keys": app.keys.list().into_iter().map(key).collect::<Vec<_>>() }))
}

pub(super) async fn add(State(app): State<Arc<App>>, body: Bytes) -> Turned<Value> {
    let Key { key, scopes } = read(&body)?;
    let scopes = match scopes {
        Some(names) => Scopes::of(names.iter().map(String::as_str)).map_err(unreadable)?,
        None => Scopes::ALL,
    };
    shown(json!({ "fingerprint": app.keys.add(&key, scopes) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoked {
    key: String,
}

pub(super) async fn revoke(State(app): State<Arc<App>>, body: Bytes) -> Turned<Value> {
    let Revoked { key } = read(&body)?;
    if app.keys.revoke(&key) { done() } else { Err(Refused(Refusal::not_found("No such key"))) }
}
