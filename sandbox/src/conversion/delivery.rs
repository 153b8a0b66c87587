//! A conversion event on its way to its ad platform. When it is queued it is decided when it will be tried and how that ends, so that its
//! state is only a question of the clock: nothing runs in the background, and a clock that is set moves the states with it.

use serde::{Deserialize, Serialize};

use super::event::event;
use crate::clock::Millis;

/// How trying ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It arrived.
    Synced,
    /// Some of it arrived.
    Partial,
    /// It did not arrive, and is not tried again before the lead's status changes.
    Failed,
}

impl Outcome {
    /// The name on the wire and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Synced => "synced",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }
}

/// An event that is queued, or was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) event: &'static str,
    pub(crate) outcome: Outcome,
    /// When it is tried; pending until then.
    pub(crate) due_at: Millis,
}

/// What is decided for events that are queued now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Queue {
    pub(crate) now: Millis,
    pub(crate) after_ms: u64,
    pub(crate) outcome: Outcome,
}

impl Queue {
    /// The event of a lead that has just come to this status; `None` when there is nothing to send.
    pub(crate) fn delivery(self, status: &str, platform: Option<&str>) -> Option<Delivery> {
        let due_at = self.now.saturating_add_unsigned(self.after_ms);
        event(status, platform).map(|event| Delivery { event, outcome: self.outcome, due_at })
    }
}
