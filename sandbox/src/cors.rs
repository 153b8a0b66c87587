//! Answers browsers of the one origin that `--cors` names; nobody's without it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;

pub(crate) async fn answer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let Some(origin) = origin.filter(|origin| app.config.cors.as_deref().is_some_and(|allowed| origin == allowed))
    else {
        return next.run(request).await;
    };
    let mut response = if request.method() == Method::OPTIONS {
        let allowed = [
            (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH"),
            (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        ];
        (StatusCode::NO_CONTENT, allowed).into_response()
    } else {
        next.run(request).await
    };
    let exposed = "x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after, date";
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(exposed));
    headers.insert(VARY, HeaderValue::from_static("origin"));
    response
}
