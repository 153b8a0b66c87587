//! The life of a call, the same in every client: wait for the window, send, read, judge, and perhaps wait and try again,
//! all under one deadline.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::endpoint::{Answer, Repeat};
use crate::error::{Code, Error, Kind, Phase};
use crate::pacing::Pacing;
use crate::request::{Request, Secret};
use crate::response;
use crate::retry::{self, Attempt, Budget, Outcome};
use crate::transport::{Cut, Lost, Received, Transport};

/// A call that is ready to be sent.
#[derive(Debug)]
#[non_exhaustive]
pub struct Call {
    /// What a good answer holds.
    pub answer: &'static Answer,
    /// When a failed request may be sent again.
    pub repeat: Repeat,
    /// The request, the same for every attempt.
    pub request: Request,
    /// The request's body, if it has one.
    pub body: Vec<u8>,
    /// The deadline over all attempts, in milliseconds.
    pub timeout_ms: f64,
    /// How many retries there may be.
    pub max_retries: u32,
    /// Whether to wait for the rate limit's window.
    pub pacing: bool,
    /// The key, to be kept out of errors.
    pub key: Option<Secret>,
}

impl Call {
    /// A call with the default deadline and retries, paced, whose errors have no key to hide.
    #[must_use]
    pub fn new(answer: &'static Answer, repeat: Repeat, request: Request, body: Vec<u8>) -> Self {
        let (timeout_ms, max_retries) = (retry::DEFAULT_TIMEOUT_MS, retry::DEFAULT_RETRIES);
        Self { answer, repeat, request, body, timeout_ms, max_retries, pacing: true, key: None }
    }
}

/// What the calls of one client share: two numbers, kept as the bits of an `f64`.
#[derive(Debug, Default)]
pub struct Session {
    spent: AtomicU64,
    resume_at: AtomicU64,
}

/// The state behind a [`Session`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct State {
    /// What is left for retries.
    pub budget: Budget,
    /// When to send again.
    pub pacing: Pacing,
}

impl Session {
    /// The state as it is now.
    #[must_use]
    pub fn state(&self) -> State {
        let read = |number: &AtomicU64| f64::from_bits(number.load(Ordering::Relaxed));
        State { budget: Budget { spent: read(&self.spent) }, pacing: Pacing { resume_at: read(&self.resume_at) } }
    }

    /// Replaces the state.
    pub fn set(&self, state: State) {
        self.spent.store(state.budget.spent.to_bits(), Ordering::Relaxed);
        self.resume_at.store(state.pacing.resume_at.to_bits(), Ordering::Relaxed);
    }

    /// Changes the state. Two threads that change it at once may lose one change, which costs a retry at the most.
    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.state();
        let result = change(&mut state);
        self.set(state);
        result
    }
}

/// Runs a call to its end.
///
/// ```
/// use konektor::client::attempt::{Call, Session, run};
/// use konektor::endpoint::operation;
/// use konektor::request::{Target, build};
/// use konektor::transport::memory::{Canned, Memory};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let skill = operation("skill").ok_or("no such operation")?;
/// let request = build(skill, &Target::new("https://konektor.id"), "", None)?;
/// let memory = Memory::new([Canned::cut(), Canned::ok("# Konektor")]);
///
/// let received = run(&memory, &Session::default(), &Call::new(&skill.answer, skill.repeat, request, Vec::new())).await?;
///
/// assert_eq!((received.body.as_slice(), memory.sent().len()), (&b"# Konektor"[..], 2));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The last attempt's failure, with the number of attempts.
pub async fn run<T: Transport>(transport: &T, session: &Session, call: &Call) -> Result<Received, Error> {
    let mut progress = Progress { deadline: transport.now() + call.timeout_ms, attempts: 0, may_have_been_done: false };
    let result = attempt_until(transport, session, call, &mut progress).await;
    result.map_err(|error| {
        error.with(|error| {
            error.attempts = progress.attempts;
            error.outcome_unknown = progress.may_have_been_done;
        })
    })
}

/// How far a call is.
struct Progress {
    deadline: f64,
    attempts: u32,
    /// Whether the server may have carried out one of the attempts, if the call is to change something.
    may_have_been_done: bool,
}

async fn attempt_until<T: Transport>(
    transport: &T,
    session: &Session,
    call: &Call,
    progress: &mut Progress,
) -> Result<Received, Error> {
    loop {
        let mut phase = if progress.attempts == 0 { Phase::Connect } else { Phase::Backoff };
        if call.pacing {
            wait_for_window(transport, session, progress.deadline, &mut phase).await?;
        }
        let remaining = progress.deadline - transport.now();
        if remaining <= 0.0 {
            return Err(timeout(phase));
        }
        progress.attempts += 1;
        let sent = transport.send(&call.request, &call.body, remaining).await;
        let now = transport.now();
        let head = match &sent {
            Ok(received) => Some(&received.head),
            Err(lost) => lost.head.as_ref(),
        };
        if let Some(head) = head {
            session.change(|state| state.pacing.learn(head, now));
        }
        let mut over = false;
        let (error, outcome, retry_after_ms) = match sent {
            Ok(received) => {
                let judged = response::check(call.answer, &received.head, &received.body, now, call.key.as_ref());
                let Err(error) = judged else {
                    session.change(|state| state.budget.deposit());
                    return Ok(received);
                };
                (error, Outcome::Answered(received.head.status), received.head.retry_after_ms(now))
            }
            Err(lost) => {
                over = lost.cut != Cut::Connection;
                (failure(&lost, now), Outcome::Cut, None)
            }
        };
        progress.may_have_been_done |= call.request.method != "GET" && may_have_been_done(outcome);
        if over {
            return Err(error);
        }
        let attempt = Attempt {
            before: progress.attempts - 1,
            max_retries: call.max_retries,
            repeat: call.repeat,
            outcome,
            retry_after_ms,
            remaining_ms: progress.deadline - transport.now(),
            random: transport.random(),
        };
        let wait = session.change(|state| retry::wait_ms(&attempt, &mut state.budget));
        let Some(wait) = wait else { return Err(error) };
        if transport.sleep(wait, Phase::Backoff).await.is_err() {
            return Err(aborted(Phase::Backoff));
        }
    }
}

/// Waits until the rate limit allows a request. Several calls may wake at once, and the first to be answered may find the
/// window used up again, hence the loop.
async fn wait_for_window<T: Transport>(
    transport: &T,
    session: &Session,
    deadline: f64,
    phase: &mut Phase,
) -> Result<(), Error> {
    loop {
        let now = transport.now();
        let wait = session.state().pacing.wait_ms(now);
        if wait <= 0.0 {
            return Ok(());
        }
        *phase = Phase::Pacing;
        if now + wait >= deadline {
            let message = "The rate limit is used up until after this call's deadline, nothing was sent. Wait `retryAfter` seconds or allow a longer `timeoutMs`.";
            let error = Error::new(Kind::RateLimit, Code::RateLimited, message);
            return Err(error.with(|error| {
                error.retry_after = Some(wait / 1000.0);
                error.phase = Some(Phase::Pacing);
            }));
        }
        if transport.sleep(wait, Phase::Pacing).await.is_err() {
            return Err(aborted(Phase::Pacing));
        }
    }
}

/// Whether the server may have done what was asked although this is how the attempt ended.
fn may_have_been_done(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Cut => true,
        Outcome::Answered(status) => matches!(status, 0 | 200..=399 | 408 | 500..=599),
    }
}

/// An attempt without a whole answer, told with what of it had come.
fn failure(lost: &Lost, now: f64) -> Error {
    let phase = if lost.head.is_some() { Phase::Body } else { Phase::Connect };
    let error = match lost.cut {
        Cut::Connection => connection(phase),
        Cut::Timeout => timeout(phase),
        Cut::Aborted => aborted(phase),
    };
    match &lost.head {
        Some(head) => response::with_head(error, head, now),
        None => error,
    }
}

fn connection(phase: Phase) -> Error {
    let message = match phase {
        Phase::Body => "The connection was cut while the answer was read.",
        _ => "The server could not be reached, or the connection was cut before it answered.",
    };
    Error::new(Kind::Connection, Code::ConnectionError, message).with(|error| error.phase = Some(phase))
}

fn timeout(phase: Phase) -> Error {
    let message = match phase {
        Phase::Pacing => "The deadline passed while the call waited for the rate limit's next window.",
        Phase::Connect => "The deadline passed before the server answered.",
        Phase::Body => "The deadline passed while the answer was read.",
        Phase::Backoff => "The deadline passed before the next attempt.",
    };
    Error::new(Kind::Timeout, Code::Timeout, message).with(|error| error.phase = Some(phase))
}

fn aborted(phase: Phase) -> Error {
    Error::new(Kind::Aborted, Code::Aborted, "The call was aborted by its signal.")
        .with(|error| error.phase = Some(phase))
}

#[cfg(test)]
mod tests;
