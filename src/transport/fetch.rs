//! Requests over the platform's `fetch`, for Rust apps that are compiled to wasm: gloo-net builds and sends them.

use gloo_net::http::{Method, RequestBuilder, Response};
use web_sys::{AbortSignal, RequestRedirect};

use super::{Cut, Lost, Received, Transport};
use crate::error::Phase;
use crate::request::Request;
use crate::response::Head;

/// The transport over `fetch`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fetch;

impl Transport for Fetch {
    async fn send(&self, request: &Request, body: &[u8], timeout_ms: f64) -> Result<Received, Lost> {
        let lost = |error: gloo_net::Error| Lost::new(reason(&error), None);
        let mut builder = RequestBuilder::new(&request.url)
            .method(method(request.method))
            .redirect(RequestRedirect::Manual)
            // Longer than 24 days no deadline is: the cast cuts there.
            .abort_signal(Some(&AbortSignal::timeout_with_u32(timeout_ms as u32)));
        for (name, value) in &request.headers {
            builder = builder.header(name, value.expose());
        }
        let built = if request.has_body { builder.body(js_sys::Uint8Array::from(body)) } else { builder.build() };
        let response = built.map_err(lost)?.send().await.map_err(lost)?;
        let head = head(&response);
        match response.binary().await {
            Ok(body) => Ok(Received { head, body }),
            Err(error) => Err(Lost::new(reason(&error), Some(head))),
        }
    }

    async fn sleep(&self, ms: f64, _phase: Phase) -> Result<(), Cut> {
        gloo_timers::future::TimeoutFuture::new(ms as u32).await;
        Ok(())
    }

    fn now(&self) -> f64 {
        js_sys::Date::now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

fn method(name: &str) -> Method {
    match name {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => Method::GET,
    }
}

fn head(response: &Response) -> Head {
    Head::read(response.status(), |name| response.headers().get(name), date)
}

fn date(text: &str) -> Option<f64> {
    Some(js_sys::Date::parse(text)).filter(|date| date.is_finite())
}

fn reason(error: &gloo_net::Error) -> Cut {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => Cut::Timeout,
        gloo_net::Error::JsError(error) if error.name == "AbortError" => Cut::Aborted,
        _ => Cut::Connection,
    }
}
