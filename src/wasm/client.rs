//! The client's face. [`start`] begins a call and answers its first step; the host carries the step out and resumes the call
//! with what came of it, until a step says that the call is done.
//!
//! The call itself is the core's one attempt loop. Its future is kept in a slot and polled by `resume…` alone, inside the
//! host's own `try`: a trap surfaces there, and not in a queue of microtasks where nobody could answer for it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::client::attempt::{self, Call, Session, State};
use crate::endpoint;
use crate::error::{Code, Error, Kind, Phase};
use crate::pacing::Pacing;
use crate::request::{self, Request, Secret, Target};
use crate::response::{Head, RateLimit};
use crate::retry::Budget;
use crate::transport::{Cut, Received, Transport};

/// A call as the host asks for it.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CallOptions {
    /// The operation's name.
    operation: String,
    /// The resource's identifier.
    #[serde(default)]
    #[tsify(optional)]
    id: Option<String>,
    base_url: String,
    #[serde(default)]
    #[tsify(optional)]
    api_key: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    timeout_ms: f64,
    max_retries: u32,
    pacing: bool,
}

/// What the host does next.
#[derive(Serialize, Tsify)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Step {
    /// Send a request; the input is its body if it has one.
    Send { id: u32, method: &'static str, url: String, headers: Vec<(String, String)>, has_body: bool, timeout_ms: f64 },
    /// Wait.
    Sleep { id: u32, ms: f64 },
    /// Hand the answer on: its body has been checked, and is the host's to parse.
    Done {
        status: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        request_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        rate_limit: Option<RateLimit>,
    },
    /// Throw.
    Failed { error: Error },
}

/// Why a request has no answer.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum Failure {
    Timeout,
    Aborted,
    Connection,
}

/// How long the array is that holds a client's state.
#[wasm_bindgen(js_name = stateLength)]
#[must_use]
pub fn state_length() -> usize {
    2
}

/// Begins a call. `input` is the JSON of the body or of the query, `state` the client's state, which is changed.
///
/// # Errors
/// None that JavaScript could meet; failures are steps.
#[wasm_bindgen]
pub fn start(
    options: Ts<CallOptions>,
    input: Option<Vec<u8>>,
    state: &mut [f64],
    now: f64,
    random: f64,
) -> Result<Ts<Step>, JsError> {
    let step = match prepare(options, input) {
        Ok(call) => {
            let mailbox = Rc::new(Mailbox::default());
            let running = {
                let mailbox = Rc::clone(&mailbox);
                async move { attempt::run(&Host(&mailbox), &mailbox.session, &call).await }
            };
            drive(None, Slot { mailbox, running: Box::pin(running) }, None, state, now, random)
        }
        Err(error) => Step::Failed { error },
    };
    Ok(step.into_ts()?)
}

/// Resumes a call with an answer.
///
/// # Errors
/// None that JavaScript could meet; failures are steps.
#[wasm_bindgen(js_name = resumeResponse)]
pub fn resume_response(
    id: u32,
    head: Ts<Head>,
    body: Vec<u8>,
    state: &mut [f64],
    now: f64,
    random: f64,
) -> Result<Ts<Step>, JsError> {
    // A head that cannot be read is as good as none.
    let event = head
        .to_rust()
        .map_or(Event::Cut(Cut::Connection, Phase::Request), |head| Event::Received(Received { head, body }));
    resume(id, event, state, now, random)
}

/// Resumes a call whose request has no answer.
///
/// # Errors
/// None that JavaScript could meet; failures are steps.
#[wasm_bindgen(js_name = resumeFailure)]
pub fn resume_failure(
    id: u32,
    failure: Ts<Failure>,
    phase: Ts<Phase>,
    state: &mut [f64],
    now: f64,
    random: f64,
) -> Result<Ts<Step>, JsError> {
    let cut = match failure.to_rust()? {
        Failure::Timeout => Cut::Timeout,
        Failure::Aborted => Cut::Aborted,
        Failure::Connection => Cut::Connection,
    };
    resume(id, Event::Cut(cut, phase.to_rust()?), state, now, random)
}

/// Resumes a call that has waited.
///
/// # Errors
/// None that JavaScript could meet; failures are steps.
#[wasm_bindgen(js_name = resumeSlept)]
pub fn resume_slept(id: u32, state: &mut [f64], now: f64, random: f64) -> Result<Ts<Step>, JsError> {
    resume(id, Event::Slept, state, now, random)
}

fn prepare(options: Ts<CallOptions>, input: Option<Vec<u8>>) -> Result<Call, Error> {
    let Ok(options) = options.to_rust() else {
        return Err(Error::usage("An option of the client or of the call has a wrong type."));
    };
    let operation =
        endpoint::operation(&options.operation).ok_or_else(|| Error::usage("There is no such operation."))?;
    let CallOptions { id, base_url, api_key, headers, timeout_ms, max_retries, pacing, .. } = options;
    let key = api_key.map(Secret::new);
    let target = Target { base_url, api_key: key.clone(), headers };
    let request = request::build(operation, &target, id.as_deref().unwrap_or_default(), input.as_deref())?;
    Ok(Call { operation, request, body: Vec::new(), timeout_ms, max_retries, pacing, key })
}

/// What came of a step.
enum Event {
    Received(Received),
    Cut(Cut, Phase),
    Slept,
}

/// What passes between a call and its host.
#[derive(Default)]
struct Mailbox {
    session: Session,
    wanted: RefCell<Option<Wanted>>,
    event: RefCell<Option<Event>>,
    now: Cell<f64>,
    random: Cell<f64>,
}

/// A step that a call waits for.
enum Wanted {
    Send { request: Request, timeout_ms: f64 },
    Sleep { ms: f64 },
}

struct Host<'a>(&'a Mailbox);

impl Host<'_> {
    async fn ask(&self, wanted: Wanted) -> Event {
        self.0.wanted.replace(Some(wanted));
        poll_fn(|_| self.0.event.borrow_mut().take().map_or(Poll::Pending, Poll::Ready)).await
    }
}

impl Transport for Host<'_> {
    async fn send(&self, request: &Request, _body: &[u8], timeout_ms: f64) -> Result<Received, (Cut, Phase)> {
        match self.ask(Wanted::Send { request: request.clone(), timeout_ms }).await {
            Event::Received(received) => Ok(received),
            Event::Cut(cut, phase) => Err((cut, phase)),
            Event::Slept => Err((Cut::Connection, Phase::Request)),
        }
    }

    async fn sleep(&self, ms: f64, _phase: Phase) -> Result<(), Cut> {
        match self.ask(Wanted::Sleep { ms }).await {
            Event::Cut(cut, _) => Err(cut),
            _ => Ok(()),
        }
    }

    fn now(&self) -> f64 {
        self.0.now.get()
    }

    fn random(&self) -> f64 {
        self.0.random.get()
    }
}

struct Slot {
    mailbox: Rc<Mailbox>,
    running: Pin<Box<dyn Future<Output = Result<Received, Error>>>>,
}

#[derive(Default)]
struct Slots {
    last: u32,
    waiting: BTreeMap<u32, Slot>,
}

thread_local! {
    static SLOTS: RefCell<Slots> = RefCell::default();
}

fn resume(id: u32, event: Event, state: &mut [f64], now: f64, random: f64) -> Result<Ts<Step>, JsError> {
    let slot = SLOTS.with_borrow_mut(|slots| slots.waiting.remove(&id));
    let step = match slot {
        Some(slot) => drive(Some(id), slot, Some(event), state, now, random),
        None => Step::Failed { error: Error::new(Kind::Usage, Code::InternalPanic, "The call is not known any more.") },
    };
    Ok(step.into_ts()?)
}

/// Polls a call once, and puts it back if it waits for another step.
fn drive(id: Option<u32>, mut slot: Slot, event: Option<Event>, state: &mut [f64], now: f64, random: f64) -> Step {
    let mailbox = Rc::clone(&slot.mailbox);
    mailbox.now.set(now);
    mailbox.random.set(random);
    mailbox.event.replace(event);
    if let [spent, resume_at] = *state {
        *mailbox.session.state() = State { budget: Budget { spent }, pacing: Pacing { resume_at } };
    }
    let polled = slot.running.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    if let [spent, resume_at] = state {
        let after = *mailbox.session.state();
        (*spent, *resume_at) = (after.budget.spent, after.pacing.resume_at);
    }
    let wanted = match polled {
        Poll::Ready(Ok(received)) => {
            let rate_limit = received.head.rate_limit();
            return Step::Done { status: received.head.status, request_id: received.head.request_id, rate_limit };
        }
        Poll::Ready(Err(error)) => return Step::Failed { error },
        Poll::Pending => mailbox.wanted.take(),
    };
    let id = SLOTS.with_borrow_mut(|slots| {
        let id = id.unwrap_or_else(|| {
            slots.last = slots.last.wrapping_add(1);
            slots.last
        });
        slots.waiting.insert(id, slot);
        id
    });
    match wanted {
        Some(Wanted::Send { request, timeout_ms }) => Step::Send {
            id,
            method: request.method,
            url: request.url,
            headers: request.headers.into_iter().map(|(name, value)| (name, value.expose().to_owned())).collect(),
            has_body: request.has_body,
            timeout_ms,
        },
        Some(Wanted::Sleep { ms }) => Step::Sleep { id, ms },
        // A call that waits has said what for.
        None => Step::Sleep { id, ms: 0.0 },
    }
}
