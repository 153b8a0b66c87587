//! A transport that plays answers from a list and keeps its own clock, so that tests wait for nothing.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::{Cut, Received, Transport};
use crate::error::Phase;
use crate::request::Request;
use crate::response::Head;

/// What happens to one request, and after how many milliseconds.
pub(crate) struct Scene {
    pub after_ms: f64,
    pub result: Result<Received, (Cut, Phase)>,
}

/// The transport, and what it saw.
#[derive(Default)]
pub(crate) struct Script {
    scenes: RefCell<VecDeque<Scene>>,
    pub clock: Cell<f64>,
    pub sent: RefCell<Vec<(String, Vec<u8>)>>,
    pub waits: RefCell<Vec<(f64, Phase)>>,
    pub abort_while: Cell<Option<Phase>>,
}

impl Script {
    pub(crate) fn new(scenes: impl IntoIterator<Item = Scene>) -> Self {
        Self {
            scenes: RefCell::new(scenes.into_iter().collect()),
            clock: Cell::new(1_700_000_000_000.0),
            ..Self::default()
        }
    }
}

/// An answer with a body, after 10 ms.
pub(crate) fn answer(status: u16, body: &str) -> Scene {
    answer_with(Head { status, ..Head::default() }, body)
}

/// An answer with a whole head.
pub(crate) fn answer_with(head: Head, body: &str) -> Scene {
    Scene { after_ms: 10.0, result: Ok(Received { head, body: body.as_bytes().to_vec() }) }
}

/// No answer.
pub(crate) fn cut() -> Scene {
    Scene { after_ms: 10.0, result: Err((Cut::Connection, Phase::Connect)) }
}

impl Transport for Script {
    async fn send(&self, request: &Request, body: &[u8], timeout_ms: f64) -> Result<Received, (Cut, Phase)> {
        let body = if request.has_body { body.to_vec() } else { Vec::new() };
        self.sent.borrow_mut().push((format!("{} {}", request.method, request.url), body));
        let scene = self.scenes.borrow_mut().pop_front().expect("a request more than the script has answers for");
        self.clock.set(self.clock.get() + scene.after_ms.min(timeout_ms));
        if scene.after_ms > timeout_ms { Err((Cut::Timeout, Phase::Connect)) } else { scene.result }
    }

    async fn sleep(&self, ms: f64, phase: Phase) -> Result<(), Cut> {
        self.waits.borrow_mut().push((ms, phase));
        if self.abort_while.get() == Some(phase) {
            return Err(Cut::Aborted);
        }
        self.clock.set(self.clock.get() + ms);
        Ok(())
    }

    fn now(&self) -> f64 {
        self.clock.get()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// Runs a future that never has to wait.
pub(crate) fn now_or_never<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("the script never waits"),
    }
}
