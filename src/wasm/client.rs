//! The client's face. [`advance`] begins a call and answers its first step; the host carries the step out and advances the call
//! with what came of it, until a step says that the call is done.
//!
//! Objects pass as JSON, both ways: it is read by the core's own walker and written by [`Object`], where serde's and
//! wasm-bindgen's machinery for objects would take a quarter of the binary (docs/decisions/0001-attempt-loop.md).
//!
//! The call itself is the core's one attempt loop. Its future is kept in a slot and polled by [`advance`] alone, inside the
//! host's own `try`: a trap surfaces there, and not in a queue of microtasks where nobody could answer for it.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

use crate::client::attempt::{self, Session, State};
use crate::endpoint::{self, Answer, Repeat};
use crate::error::{Code, Error, ErrorInfo, Kind, Phase};
use crate::pacing::Pacing;
use crate::request::{self, Request, Secret, Target};
use crate::response::{Head, RateLimit};
use crate::retry::Budget;
use crate::transport::{Cut, Lost, Received, Transport};
use crate::validate::json::{self, Members};
use crate::wasm::object::Object;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("client.d.ts");

/// Begins a call, or goes on with one, and answers its next `Step`. `message` is the JSON of a `Call`, with the JSON of its body or
/// query in `bytes`, or of an `Event`, with an answer's body in `bytes`; `now` is the time in milliseconds since 1970 and `random` a
/// number from 0 up to 1.
#[wasm_bindgen]
#[must_use]
pub fn advance(message: &[u8], bytes: Option<Vec<u8>>, now: f64, random: f64) -> String {
    let members = json::members(message);
    let state = state(&members);
    let failed = |error: Error| written(&Step::Failed { error: error.into_info() }, state);
    if let Some(id) = number(&members, "call") {
        let id = id as u32;
        return match waiting(|slots| slots.iter_mut().find(|slot| slot.0 == id)?.1.take()).flatten() {
            Some(slot) => drive(id, slot, Some(read(&members, bytes)), state, now, random),
            None => failed(Error::new(Kind::Usage, Code::InternalPanic, "The call is not known any more.")),
        };
    }
    let call = match prepare(&members, bytes) {
        Ok(call) => call,
        Err(error) => return failed(error),
    };
    if members.get("check") == Some(b"true") {
        return written(&Step::Done { status: 0, request_id: None, rate_limit: None }, state);
    }
    let mailbox = Rc::new(Mailbox::default());
    let host = Host(Rc::clone(&mailbox));
    let running = async move { attempt::run(&host, &host.0.session, &call).await };
    let id = LAST_ID.fetch_add(1, Ordering::Relaxed);
    drive(id, Slot { mailbox, running: Box::pin(running) }, None, state, now, random)
}

/// The call that the host asks for, if it may be sent.
fn prepare(call: &Members<'_>, input: Option<Vec<u8>>) -> Result<attempt::Call, Error> {
    let (Some(timeout_ms), Some(max_retries)) = (number(call, "timeoutMs"), number(call, "maxRetries")) else {
        return Err(Error::usage("`timeoutMs` and `maxRetries` have to be whole numbers that are not negative."));
    };
    let text = |name| call.text(name).unwrap_or_default();
    let key = call.text("apiKey").map(Secret::new);
    let headers = json::members(call.get("headers").unwrap_or_default());
    let headers = headers.iter().filter_map(|(name, value)| Some((name.to_owned(), json::string(value)?.into_owned())));
    let target = Target { base_url: text("baseUrl").into_owned(), api_key: key.clone(), headers: headers.collect() };
    let (request, answer, repeat) = if let Some(method) = call.text("method") {
        let request = request::build_custom(&method, &text("path"), &target, input.is_some())?;
        (request, Answer::UNKNOWN, Repeat::by_method(&method))
    } else {
        let operation =
            endpoint::operation(&text("operation")).ok_or_else(|| Error::usage("There is no such operation."))?;
        let request = request::build(operation, &target, &text("id"), input.as_deref())?;
        (request, &operation.answer, operation.repeat)
    };
    let pacing = call.get("pacing") != Some(b"false");
    let max_retries = max_retries as u32;
    Ok(attempt::Call { answer, repeat, request, body: Vec::new(), timeout_ms, max_retries, pacing, key })
}

/// The client's state, which the host keeps and passes with every step.
fn state(members: &Members<'_>) -> State {
    State {
        budget: Budget { spent: number(members, "spent").unwrap_or(0.0) },
        pacing: Pacing { resume_at: number(members, "resumeAt").unwrap_or(0.0) },
    }
}

fn read(event: &Members<'_>, body: Option<Vec<u8>>) -> Event {
    let head = event.get("head").map(|head| {
        let members = json::members(head);
        let header = |name| members.text(name).map(std::borrow::Cow::into_owned);
        Head {
            status: number(&members, "status").unwrap_or(0.0) as u16,
            request_id: header("requestId"),
            limit: header("limit"),
            remaining: header("remaining"),
            reset: header("reset"),
            retry_after: header("retryAfter"),
            date_ms: number(&members, "dateMs"),
            retry_date_ms: number(&members, "retryDateMs"),
        }
    });
    let cut = match event.get("failure") {
        None => {
            return head
                .map_or(Event::Slept, |head| Event::Received(Received { head, body: body.unwrap_or_default() }));
        }
        Some(b"\"timeout\"") => Cut::Timeout,
        Some(b"\"aborted\"") => Cut::Aborted,
        Some(_) => Cut::Connection,
    };
    Event::Lost(Lost { cut, head })
}

/// A member that is a whole number and not negative.
fn number(members: &Members<'_>, name: &str) -> Option<f64> {
    json::whole_number(members.get(name)?).filter(|number| *number >= 0).map(|number| number as f64)
}

/// What the host does next; `client.d.ts` says more.
enum Step {
    Send { id: u32, request: Request, timeout_ms: f64 },
    Sleep { id: u32, ms: f64, reason: Phase },
    Done { status: u16, request_id: Option<String>, rate_limit: Option<RateLimit> },
    Failed { error: ErrorInfo },
}

fn written(step: &Step, state: State) -> String {
    let mut object = Object::new();
    match step {
        Step::Send { id, request, timeout_ms } => {
            object.text("type", "send").number("call", f64::from(*id));
            object.text("method", request.method).text("url", &request.url);
            object.pairs("headers", request.headers.iter().map(|(name, value)| (name.as_str(), value.expose())));
            object.flag("sendsBody", request.has_body).number("timeoutMs", *timeout_ms);
        }
        Step::Sleep { id, ms, reason } => {
            object.text("type", "sleep").number("call", f64::from(*id));
            object.number("ms", *ms).text("reason", reason.as_str());
        }
        Step::Done { status, request_id, rate_limit } => {
            object.text("type", "done").number("status", f64::from(*status));
            object.maybe_text("requestId", request_id.as_deref());
            limit(&mut object, *rate_limit);
        }
        Step::Failed { error } => {
            object.text("type", "failed").object("error", |object| failure(object, error));
        }
    }
    object.number("spent", state.budget.spent).number("resumeAt", state.pacing.resume_at);
    object.end()
}

fn failure(object: &mut Object, error: &ErrorInfo) {
    object.text("kind", error.kind.as_str()).text("code", error.code.as_str()).text("message", &error.message);
    object.maybe_number("status", error.status.map(f64::from)).maybe_text("requestId", error.request_id.as_deref());
    if !error.details.is_empty() {
        object.object("details", |object| {
            for (field, message) in &error.details {
                object.text(field, message);
            }
        });
    }
    limit(object, error.rate_limit);
    object.maybe_number("retryAfter", error.retry_after).maybe_text("path", error.path.as_deref());
    object.maybe_text("excerpt", error.excerpt.as_deref()).maybe_text("phase", error.phase.map(Phase::as_str));
    object.number("attempts", f64::from(error.attempts)).flag("outcomeUnknown", error.outcome_unknown);
}

fn limit(object: &mut Object, limit: Option<RateLimit>) {
    if let Some(limit) = limit {
        object.object("rateLimit", |object| {
            object.maybe_number("limit", limit.limit).maybe_number("remaining", limit.remaining);
            object.maybe_number("reset", limit.reset);
        });
    }
}

/// What came of a step.
enum Event {
    Received(Received),
    Lost(Lost),
    Slept,
}

/// What passes between a call and its host.
#[derive(Default)]
struct Mailbox {
    session: Session,
    wanted: Cell<Option<Wanted>>,
    event: Cell<Option<Event>>,
    now: Cell<f64>,
    random: Cell<f64>,
}

/// A step that a call waits for.
enum Wanted {
    Send { request: Request, timeout_ms: f64 },
    Sleep { ms: f64, reason: Phase },
}

struct Host(Rc<Mailbox>);

impl Host {
    async fn ask(&self, wanted: Wanted) -> Event {
        self.0.wanted.set(Some(wanted));
        poll_fn(|_| self.0.event.take().map_or(Poll::Pending, Poll::Ready)).await
    }
}

impl Transport for Host {
    async fn send(&self, request: &Request, _body: &[u8], timeout_ms: f64) -> Result<Received, Lost> {
        match self.ask(Wanted::Send { request: request.clone(), timeout_ms }).await {
            Event::Received(received) => Ok(received),
            Event::Lost(lost) => Err(lost),
            Event::Slept => Err(Lost { cut: Cut::Connection, head: None }),
        }
    }

    async fn sleep(&self, ms: f64, reason: Phase) -> Result<(), Cut> {
        match self.ask(Wanted::Sleep { ms, reason }).await {
            Event::Lost(lost) => Err(lost.cut),
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

/// The calls that wait for their host, by id; there are few at a time. A call that was taken leaves its place empty.
type Waiting = Vec<(u32, Option<Slot>)>;

thread_local! {
    // A list that was to be dropped with its thread would bring the machinery for that along; this thread never ends.
    static WAITING: ManuallyDrop<Cell<Waiting>> = const { ManuallyDrop::new(Cell::new(Vec::new())) };
}

static LAST_ID: AtomicU32 = AtomicU32::new(1);

/// Changes the list of calls that wait, and clears it of empty places.
fn waiting<R>(change: impl FnOnce(&mut Waiting) -> R) -> Option<R> {
    WAITING
        .try_with(|cell| {
            let mut slots = cell.take();
            let result = change(&mut slots);
            slots.retain(|slot| slot.1.is_some());
            cell.set(slots);
            result
        })
        .ok()
}

/// Polls a call once, and puts it back if it waits for another step.
fn drive(id: u32, mut slot: Slot, event: Option<Event>, state: State, now: f64, random: f64) -> String {
    let mailbox = Rc::clone(&slot.mailbox);
    mailbox.now.set(now);
    mailbox.random.set(random);
    mailbox.event.set(event);
    mailbox.session.set(state);
    let step = match slot.running.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(received)) => {
            let rate_limit = received.head.rate_limit();
            Step::Done { status: received.head.status, request_id: received.head.request_id, rate_limit }
        }
        Poll::Ready(Err(error)) => Step::Failed { error: error.into_info() },
        Poll::Pending => {
            waiting(|slots| slots.push((id, Some(slot))));
            match mailbox.wanted.take() {
                Some(Wanted::Send { request, timeout_ms }) => Step::Send { id, request, timeout_ms },
                Some(Wanted::Sleep { ms, reason }) => Step::Sleep { id, ms, reason },
                // A call that waits has said what for.
                None => Step::Sleep { id, ms: 0.0, reason: Phase::Connect },
            }
        }
    };
    written(&step, mailbox.session.state())
}
