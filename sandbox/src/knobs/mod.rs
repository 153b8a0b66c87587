//! The knobs under `/__sandbox`: tests set the clock, order faults, read what happened. All of them want the header `X-Sandbox: 1`,
//! which a page elsewhere cannot send without asking first; their shapes are in the crate's README.

mod clock;
mod faults;
mod keys;
mod leads;
mod requests;
mod settings;
mod state;
mod tickets;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{delete, get, post};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::app::App;
use crate::envelope::Refusal;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/state", get(state::show))
        .route("/reset", post(state::reset))
        .route("/clock", get(clock::show).post(clock::turn))
        .route("/settings", get(settings::show).patch(settings::change))
        .route("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/faults/{id}", delete(faults::remove))
        .route("/rng", post(faults::reseed))
        .route("/requests", get(requests::since).delete(requests::clear))
        .route("/leads", get(leads::dump))
        .route("/leads/{id}", delete(leads::soft_delete))
        .route("/tickets", get(tickets::list))
        .route("/keys", get(keys::list).post(keys::add))
        .route("/keys/revoke", post(keys::revoke))
        .fallback(|| async { Refused(Refusal::not_found("No such knob")) })
        .method_not_allowed_fallback(|| async {
            Refused(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "This knob does not know this method"))
        })
        .layer(from_fn(guard))
}

async fn guard(request: Request, next: Next) -> Response {
    if request.headers().get("x-sandbox").is_some_and(|value| value == "1") {
        return next.run(request).await;
    }
    Refused(Refusal::new(StatusCode::FORBIDDEN, "Knobs want the header X-Sandbox: 1")).into_response()
}

/// A knob's answer.
type Turned<T> = Result<Json<T>, Refused>;

/// Nothing to tell.
fn done() -> Turned<serde_json::Value> {
    Ok(Json(json!({})))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| unreadable(error.to_string()))
}

fn unreadable(problem: String) -> Refused {
    Refused(Refusal::new(StatusCode::BAD_REQUEST, problem))
}

/// An answer that is shown as it is.
fn shown<T: Serialize>(value: T) -> Turned<T> {
    Ok(Json(value))
}

/// A refusal outside the Agent API: the envelope alone.
struct Refused(Refusal);

impl<E: Into<Refusal>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0.status, [("content-type", "application/json")], self.0.body()).into_response()
    }
}
