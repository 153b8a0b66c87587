//! A server that gives one answer and keeps the one request.

use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use konektor::client::{Client, Options};
use konektor::error::Phase;
use konektor::request::Request;
use konektor::response::Head;
use konektor::transport::{Cut, Received, Transport};

/// The one request that came.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Sent {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// A transport whose answer is known before.
pub struct Server<'a> {
    head: Head,
    body: &'static str,
    sent: &'a RefCell<Vec<Sent>>,
}

impl Transport for Server<'_> {
    async fn send(&self, request: &Request, body: &[u8], _timeout_ms: f64) -> Result<Received, (Cut, Phase)> {
        self.sent.borrow_mut().push(Sent {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.iter().map(|(name, value)| (name.clone(), value.expose().to_owned())).collect(),
            body: String::from_utf8_lossy(if request.has_body { body } else { &[] }).into_owned(),
        });
        Ok(Received { head: self.head.clone(), body: self.body.as_bytes().to_vec() })
    }

    async fn sleep(&self, _ms: f64, _phase: Phase) -> Result<(), Cut> {
        panic!("none of these calls has anything to wait for");
    }

    fn now(&self) -> f64 {
        1_737_000_000_000.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// Makes one call of a client whose server gives this answer; what came of it and what was sent.
pub fn asked<R>(status: u16, body: &'static str, call: impl AsyncFnOnce(Client<Server<'_>>) -> R) -> (R, Sent) {
    let sent = RefCell::new(Vec::new());
    let head = Head {
        status,
        request_id: Some("8f14e45f-ceea-4e7a-9c3b-6f2d1d1c0001".to_owned()),
        limit: Some("200".to_owned()),
        remaining: Some("199".to_owned()),
        reset: Some("1737000060".to_owned()),
        ..Head::default()
    };
    let client = Client::new(Options::with_key("YOUR_KEY"), Server { head, body, sent: &sent });
    let Poll::Ready(result) = pin!(call(client)).poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the server answers at once");
    };
    let mut sent = sent.take();
    assert_eq!(sent.len(), 1, "one call is one request");
    (result, sent.remove(0))
}
