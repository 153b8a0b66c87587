//! A transport without a network: it plays answers from a list, keeps what was sent, and has a clock of its own that waiting
//! moves on at once. For examples and for tests, ours and yours; nothing here waits or leaves the process.
//!
//! ```
//! use konektor::error::Phase;
//! use konektor::transport::memory::{Canned, Memory};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), konektor::error::Error> {
//! let memory = Memory::new([
//!     Canned::new(429, "").header("Retry-After", "7"),
//!     Canned::ok(r#"{"success":true,"data":{"id":"lead_1"}}"#),
//! ]);
//!
//! let lead = memory.client().leads().get("lead_1").await?;
//!
//! assert_eq!(lead.data.id, "lead_1");
//! assert_eq!(memory.waits(), [(7_000.0, Phase::Backoff)]);
//! assert_eq!(memory.sent()[0].url, "https://konektor.id/api/v2/agent/leads/lead_1");
//! # Ok(())
//! # }
//! ```

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Cut, Lost, Received, Transport};
use crate::client::{Client, Options};
use crate::error::Phase;
use crate::request::{Request, Secret};
use crate::response::Head;

/// What happens to one request, and after how long.
#[derive(Debug, Clone)]
pub struct Canned {
    after_ms: f64,
    result: Result<Received, Lost>,
}

impl Canned {
    /// An answer of a status and a body, after 10 ms.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::answer(Head { status, ..Head::default() }, body)
    }

    /// A good answer: 200.
    #[must_use]
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    /// An answer of a whole head and a body, after 10 ms.
    #[must_use]
    pub fn answer(head: Head, body: impl Into<Vec<u8>>) -> Self {
        Self { after_ms: 10.0, result: Ok(Received { head, body: body.into() }) }
    }

    /// No answer: the server cannot be reached, or the connection is cut before it answers.
    #[must_use]
    pub fn cut() -> Self {
        Self { after_ms: 10.0, result: Err(Lost::new(Cut::Connection, None)) }
    }

    /// Half an answer of some status: the connection is cut while its body is read.
    #[must_use]
    pub fn cut_while_read(status: u16) -> Self {
        Self { after_ms: 10.0, result: Err(Lost::new(Cut::Connection, Some(Head { status, ..Head::default() }))) }
    }

    /// The same with one of the headers that [`Head`] has. Dates are not read here: set [`Head::date_ms`] for them.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let head = match &mut self.result {
            Ok(received) => Some(&mut received.head),
            Err(lost) => lost.head.as_mut(),
        };
        if let Some(head) = head {
            let named = |wanted: &str| name.eq_ignore_ascii_case(wanted).then(|| value.to_owned());
            let new = Head::read(head.status, named, |_| None);
            for (old, new) in [
                (&mut head.request_id, new.request_id),
                (&mut head.limit, new.limit),
                (&mut head.remaining, new.remaining),
                (&mut head.reset, new.reset),
                (&mut head.retry_after, new.retry_after),
            ] {
                *old = new.or(old.take());
            }
        }
        self
    }

    /// The same after another time. When that is longer than the attempt has, the attempt ends in a timeout.
    #[must_use]
    pub fn after(mut self, time: Duration) -> Self {
        self.after_ms = time.as_secs_f64() * 1000.0;
        self
    }

    #[cfg(test)]
    pub(crate) fn aborted() -> Self {
        Self { after_ms: 1.0, result: Err(Lost::new(Cut::Aborted, None)) }
    }
}

/// A request that was sent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Sent {
    /// The method.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// The headers. `Debug` shows none of their values, because one of them is the key.
    pub headers: Vec<(String, Secret)>,
    /// The body; empty where there is none.
    pub body: String,
    /// How long the attempt had, in milliseconds.
    pub timeout_ms: f64,
}

impl Sent {
    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.expose())
    }
}

/// The transport. Its clones are one: they share the answers that are left and what was sent.
#[derive(Debug, Clone)]
pub struct Memory(Arc<Mutex<World>>);

#[derive(Debug)]
struct World {
    answers: VecDeque<Canned>,
    clock: f64,
    sent: Vec<Sent>,
    waits: Vec<(f64, Phase)>,
    aborts: Option<Phase>,
}

impl Memory {
    /// A transport with some answers, each for one request, in order. A request beyond the last is answered with status 418 and
    /// the code `NO_ANSWER_LEFT`, and a message that names the request.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = Canned>) -> Self {
        Self(Arc::new(Mutex::new(World {
            answers: answers.into_iter().collect(),
            clock: 1_700_000_000_000.0,
            sent: Vec::new(),
            waits: Vec::new(),
            aborts: None,
        })))
    }

    /// A client over this transport, with a key that opens nothing.
    #[must_use]
    pub fn client(&self) -> Client<Self> {
        Client::new(Options::with_key("knk_example"), self.clone())
    }

    /// What was sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.world().sent.clone()
    }

    /// The waits so far: milliseconds, and what for.
    #[must_use]
    pub fn waits(&self) -> Vec<(f64, Phase)> {
        self.world().waits.clone()
    }

    /// How many answers are left.
    #[must_use]
    pub fn answers_left(&self) -> usize {
        self.world().answers.len()
    }

    /// Aborts the next wait of a kind, as a host's signal does.
    #[cfg(test)]
    pub(crate) fn abort_while(&self, phase: Phase) {
        self.world().aborts = Some(phase);
    }

    /// A panic of somebody who holds the lock leaves nothing half done.
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Memory {
    async fn send(&self, request: &Request, body: &[u8], timeout_ms: f64) -> Result<Received, Lost> {
        let mut world = self.world();
        let Canned { after_ms, result } = world.answers.pop_front().unwrap_or_else(|| no_answer_left(request));
        world.clock += after_ms.min(timeout_ms);
        world.sent.push(Sent {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: String::from_utf8_lossy(if request.has_body { body } else { &[] }).into_owned(),
            timeout_ms,
        });
        if after_ms > timeout_ms { Err(Lost::new(Cut::Timeout, None)) } else { result }
    }

    async fn sleep(&self, ms: f64, phase: Phase) -> Result<(), Cut> {
        let mut world = self.world();
        world.waits.push((ms, phase));
        if world.aborts == Some(phase) {
            return Err(Cut::Aborted);
        }
        world.clock += ms;
        Ok(())
    }

    fn now(&self) -> f64 {
        self.world().clock
    }

    /// Always 0.5.
    fn random(&self) -> f64 {
        0.5
    }
}

fn no_answer_left(request: &Request) -> Canned {
    let message = format!("The in-memory transport has no answer left for {} {}", request.method, request.url);
    let error = serde_json::json!({ "code": "NO_ANSWER_LEFT", "message": message, "details": null });
    Canned::new(418, serde_json::json!({ "success": false, "error": error }).to_string())
}

/// Runs a future that never has to wait.
#[cfg(test)]
pub(crate) fn now_or_never<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("nothing waits in memory"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_beyond_the_last_answer_is_told_which_it_was() {
        let memory = Memory::new([]);

        let error = now_or_never(memory.client().leads().get("lead_1")).unwrap_err();

        assert_eq!((error.code.as_str(), error.status, error.attempts), ("NO_ANSWER_LEFT", Some(418), 1));
        assert!(error.message.ends_with("GET https://konektor.id/api/v2/agent/leads/lead_1"), "{error}");
    }

    #[test]
    fn what_was_sent_is_kept_and_its_key_is_not_shown() {
        let memory = Memory::new([Canned::cut_while_read(201).header("x-request-id", "req_1")]);
        let lead = crate::model::CreateLead::default().first_name("Andi");

        let error = now_or_never(memory.client().leads().create(&lead)).unwrap_err();

        assert_eq!((error.phase, error.outcome_unknown), (Some(Phase::Body), true));
        assert_eq!((error.status, error.request_id.as_deref()), (Some(201), Some("req_1")));
        let sent = memory.sent();
        assert_eq!((sent.len(), sent[0].body.as_str()), (1, r#"{"firstName":"Andi"}"#));
        assert_eq!(sent[0].header("Authorization"), Some("Bearer knk_example"));
        assert!(!format!("{sent:?}").contains("knk_example"));
    }
}
