//! An answer before it is sent: what a fault may still replace.

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::envelope::{JSON, Refusal, Reply};

/// Status, headers and a whole body.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answered {
    pub(crate) fn new(reply: Reply, mut headers: HeaderMap) -> Self {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
        Self { status: reply.status, headers, body: reply.body.into() }
    }

    pub(crate) fn refused(refusal: &Refusal, mut headers: HeaderMap) -> Self {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        Self { status: refusal.status, headers, body: refusal.body().into() }
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
