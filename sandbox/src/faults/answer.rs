//! Turns the answer that would have been given into the one that the fault wants.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use hyper::body::Frame;

use super::{Answer, Fault};
use crate::answered::Answered;
use crate::envelope::Refusal;

/// Marks a response that must not be sent: the server closes the connection instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cut on demand")
    }
}

impl std::error::Error for Cut {}

/// What the client gets. `real` is the real answer, if the operation was carried out; `api_headers` are those of every answer.
pub(crate) fn apply(fault: &Fault, real: Option<Answered>, api_headers: HeaderMap) -> Response<Body> {
    let real =
        real.unwrap_or_else(|| Answered { status: StatusCode::OK, headers: api_headers.clone(), body: Bytes::new() });
    let mut response = match fault.answer {
        Answer::Real => real.into_response(),
        Answer::Empty => with_body(real, Body::empty()),
        Answer::Malformed => with_body(real, Body::from(&b"{\"success\": true, \"data\": {oops"[..])),
        Answer::Truncated => {
            let full = real.body.clone();
            let mut response =
                with_body(real, Body::new(Half { left: Some(full.slice(..full.len() / 2)), paused: false }));
            response.headers_mut().insert(CONTENT_LENGTH, full.len().into());
            response
        }
        Answer::Status => {
            let message = fault.message.clone().unwrap_or_else(|| "Fault on demand".into());
            let mut refusal = Refusal::new(fault.status, message);
            if let Some(code) = fault.code.clone() {
                refusal = refusal.with_code(code);
            }
            Answered::refused(&refusal, api_headers).into_response()
        }
        Answer::Html => page(fault.status),
        Answer::Redirect => {
            let mut response = page(fault.status);
            set(response.headers_mut(), LOCATION, &fault.location);
            response
        }
        Answer::Cut | Answer::Hang => {
            let mut response = Response::new(Body::empty());
            response.extensions_mut().insert(Cut);
            return response;
        }
    };
    if let Some(text) = &fault.retry_after {
        set(response.headers_mut(), RETRY_AFTER, text);
    }
    for (name, text) in &fault.headers {
        let Ok(name) = HeaderName::try_from(name.as_str()) else { continue };
        match text {
            Some(text) => set(response.headers_mut(), name, text),
            None => drop(response.headers_mut().remove(name)),
        }
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.insert(name, value);
    }
}

fn with_body(real: Answered, body: Body) -> Response<Body> {
    let mut response = real.into_response();
    *response.body_mut() = body;
    response
}

/// As a proxy writes it.
fn page(status: StatusCode) -> Response<Body> {
    let title = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
    let html = format!(
        "<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{title}</h1></center>\n</body>\n</html>\n"
    );
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

/// The first half of a body, then the connection's end.
struct Half {
    left: Option<Bytes>,
    paused: bool,
}

impl axum::body::HttpBody for Half {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(half) = self.left.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        // Gives the server a turn to write what it has before the error ends the connection.
        if !self.paused {
            self.paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::Error::other("truncated on demand"))))
    }
}
