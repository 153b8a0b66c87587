//! A server that gives one answer and keeps the one request.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use konektor::client::{Client, Options};
use konektor::transport::memory::{Canned, Memory, Sent};

/// Makes one call of a client whose server gives this answer; what came of it and what was sent.
pub fn asked<R>(status: u16, body: &'static str, call: impl AsyncFnOnce(Client<Memory>) -> R) -> (R, Sent) {
    let answer = Canned::new(status, body)
        .header("X-Request-Id", "8f14e45f-ceea-4e7a-9c3b-6f2d1d1c0001")
        .header("X-RateLimit-Limit", "200")
        .header("X-RateLimit-Remaining", "199")
        .header("X-RateLimit-Reset", "1737000060");
    let memory = Memory::new([answer]);
    let client = Client::new(Options::with_key("YOUR_KEY"), memory.clone());
    let Poll::Ready(result) = pin!(call(client)).poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the server answers at once");
    };
    let mut sent = memory.sent();
    assert_eq!(sent.len(), 1, "one call is one request");
    assert_eq!(memory.waits(), [], "none of these calls has anything to wait for");
    (result, sent.remove(0))
}
