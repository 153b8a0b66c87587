//! The inspector: a page that shows leads and requests as they arrive. The page holds no data; its script asks the knobs for it,
//! with their header, and writes values as text only. The policy allows no inline script and nothing from elsewhere.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/__sandbox/inspector", get(|| file("text/html", include_str!("inspector.html"))))
        .route("/__sandbox/inspector.js", get(|| file("text/javascript", include_str!("inspector.js"))))
        .route("/__sandbox/inspector.css", get(|| file("text/css", include_str!("inspector.css"))))
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (REFERRER_POLICY, "no-referrer".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text)
}
