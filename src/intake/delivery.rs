//! The delivery state machine: what happens to an acknowledged submission until it is one lead. It is given a row, the outbox
//! it stands in, what just happened and the clock, and answers both as they are now; the caller stores them before it acts.
//!
//! Two rules carry everything. A POST is repeated only after proof that the one before made no lead: the API's own refusal, or
//! a look-up, made after the settle time, that does not find it. And trouble that is not a row's own stops the outbox, not its
//! rows, and for at most a quarter of an hour at a time.

use serde::{Deserialize, Serialize};

use super::answer::{Answer, Lookup, Proof};
use super::audit::first_audit;

/// Where a submission stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum State {
    /// It looks like spam and waits for a person.
    Held,
    /// It waits for its turn.
    Accepted,
    /// A POST is on its way.
    Sending,
    /// A POST may or may not have become a lead.
    Unknown,
    /// It is a lead.
    Delivered,
    /// The API refused it for its content: it waits for a person.
    Parked,
    /// A person refused it.
    Rejected,
}

/// A submission on its way.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Row {
    /// Where it stands.
    pub state: State,
    /// When it is due, in Unix milliseconds; meaningful while accepted or unknown.
    pub due_at: u64,
    /// POSTs begun.
    pub attempts: u32,
    /// Whether the outcome of any POST was ever open: then a taken code may be our own lead.
    pub doubtful: bool,
    /// Look-ups that did not find a lead whose code the API calls taken; 0 while it does not.
    pub taken: u32,
    /// When its first POST began, in Unix milliseconds.
    pub first_sent_at: Option<u64>,
    /// The lead it became.
    pub lead_id: Option<String>,
    /// Why it stands where it stands: a code, or some, without personal data.
    pub reason: Option<String>,
    /// Whether its personal data is gone, so that it cannot be sent any more.
    pub erased: bool,
    /// When somebody looks for twins of its lead next, in Unix milliseconds.
    pub audit_at: Option<u64>,
    /// How often somebody has.
    pub audits: u32,
    /// The other leads with its code.
    pub twins: Vec<String>,
}

/// What all rows of a workspace share.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Outbox {
    /// Until when nothing is sent, in Unix milliseconds; 0 when nothing stops it.
    pub stopped_until: u64,
    /// Failures in a row that were no row's own.
    pub failures: u32,
    /// Why it is stopped: a code.
    pub reason: Option<String>,
}

/// Times that a deployment may change.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Settings {
    /// How long after an open outcome a look-up can be believed, in milliseconds.
    pub settle_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { settle_ms: 60_000 }
    }
}

/// The longest that an outbox stays silent: one row probes at least this often, for as long as it takes.
pub(super) const PROBE_MS: u64 = 15 * 60_000;
/// The first pause; it doubles.
const PAUSE_MS: u64 = 500;
/// Look-ups after which a code that is taken and cannot be found becomes a person's matter.
const TAKEN_LIMIT: u32 = 6;

/// What to do next with a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Effect {
    /// Send the lead, once.
    Post,
    /// Search for its code.
    LookUp,
    /// Nothing before this time, in Unix milliseconds.
    Wait {
        /// The time.
        until: u64,
    },
    /// Nothing at all.
    Rest,
}

/// A row taken up: store it, then do what `effect` says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[non_exhaustive]
pub struct Begun {
    /// The row to store first.
    pub row: Row,
    /// What to do then.
    pub effect: Effect,
}

/// A row and its outbox after something happened.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[non_exhaustive]
pub struct Settled {
    /// The row.
    pub row: Row,
    /// Its outbox.
    pub outbox: Outbox,
}

impl Row {
    /// A submission as it is acknowledged; `suspicion` says why a person should look at it first.
    #[must_use]
    pub fn new(suspicion: Option<String>, now: u64) -> Self {
        let state = if suspicion.is_some() { State::Held } else { State::Accepted };
        Self {
            state,
            due_at: now,
            attempts: 0,
            doubtful: false,
            taken: 0,
            first_sent_at: None,
            lead_id: None,
            reason: suspicion.or_else(|| Some("RECEIVED".to_owned())),
            erased: false,
            audit_at: None,
            audits: 0,
            twins: Vec::new(),
        }
    }

    fn to(mut self, state: State, reason: &str) -> Self {
        self.state = state;
        self.reason = Some(reason.to_owned());
        self
    }

    /// It may have become more than one lead only if a POST of it was ever repeated, or may have been carried out late.
    fn delivered(mut self, lead_id: Option<&str>, reason: &str, now: u64, settings: Settings) -> Self {
        self.lead_id = lead_id.map(str::to_owned);
        self.audit_at = self.doubtful.then(|| first_audit(now, settings));
        self.to(State::Delivered, reason)
    }

    fn due(mut self, at: u64) -> Self {
        self.due_at = at;
        self
    }

    /// The settle time begins now.
    fn in_doubt(mut self, reason: &str, now: u64, settings: Settings) -> Self {
        self.doubtful = true;
        self.to(State::Unknown, reason).due(now.saturating_add(settings.settle_ms))
    }
}

impl Outbox {
    /// The API answered: whatever stopped us is over, unless it stopped us after this request had begun.
    fn running(self, now: u64) -> Self {
        if now < self.stopped_until { self } else { Self::default() }
    }

    /// Several requests that fail together are one failure.
    pub(super) fn stopped(self, answer: &Answer, now: u64, first_is_free: bool) -> Self {
        let failures = if now < self.stopped_until { self.failures } else { self.failures.saturating_add(1) };
        let pauses = if first_is_free { failures - 1 } else { failures };
        let asked = answer.retry_after_ms.filter(|asked| *asked > 0.0).map(|asked| asked.min(PROBE_MS as f64) as u64);
        let pause = asked.unwrap_or_else(|| pause(pauses));
        let stopped_until = self.stopped_until.max(now.saturating_add(pause));
        Self { stopped_until, failures, reason: Some(answer.reason()) }
    }
}

/// 0, 0.5 s, 1 s, 2 s … a quarter of an hour.
fn pause(nth: u32) -> u64 {
    match nth {
        0 => 0,
        nth => PAUSE_MS.saturating_mul(1 << (nth - 1).min(20)).min(PROBE_MS),
    }
}

/// Takes a row up, oldest due row first.
#[must_use]
pub fn begin(mut row: Row, outbox: &Outbox, now: u64) -> Begun {
    let until = outbox.stopped_until.max(row.due_at);
    let effect = match row.state {
        State::Accepted if row.erased => {
            row = row.to(State::Rejected, "ERASED");
            Effect::Rest
        }
        State::Accepted | State::Unknown if now < until => Effect::Wait { until },
        State::Accepted => {
            row.attempts = row.attempts.saturating_add(1);
            row.first_sent_at = row.first_sent_at.or(Some(now));
            row = row.to(State::Sending, "SENT");
            Effect::Post
        }
        State::Unknown => Effect::LookUp,
        State::Held | State::Sending | State::Delivered | State::Parked | State::Rejected => Effect::Rest,
    };
    Begun { row, effect }
}

/// Settles a row after its POST.
#[must_use]
pub fn posted(row: Row, outbox: Outbox, answer: &Answer, now: u64, settings: Settings) -> Settled {
    if row.state != State::Sending {
        return Settled { row, outbox };
    }
    let reason = answer.reason();
    let (row, outbox) = match answer.proof() {
        Proof::Created => (row.delivered(answer.lead_id.as_deref(), "CREATED", now, settings), outbox.running(now)),
        Proof::Faulty => (row.to(State::Parked, &reason), outbox.running(now)),
        Proof::Taken if row.doubtful => {
            let row = Row { taken: row.taken.max(1), ..row };
            (row.in_doubt(&reason, now, settings), outbox.running(now))
        }
        Proof::Taken => (row.to(State::Parked, "CODE_TAKEN"), outbox.running(now)),
        Proof::NotNow => {
            let outbox = outbox.stopped(answer, now, false);
            // A refusal that only this row may meet: not due before the stop is over, it comes after those that are, and
            // ever more seldom.
            let turn = outbox.stopped_until.max(now.saturating_add(pause(row.attempts)));
            let due = if answer.is_of_all() { now } else { turn };
            (row.to(State::Accepted, &reason).due(due), outbox)
        }
        Proof::Open => (row.in_doubt(&reason, now, settings), outbox.stopped(answer, now, true)),
    };
    Settled { row, outbox }
}

/// Settles a row after its look-up.
#[must_use]
pub fn looked_up(row: Row, outbox: Outbox, lookup: &Lookup, now: u64, settings: Settings) -> Settled {
    if row.state != State::Unknown {
        return Settled { row, outbox };
    }
    let (row, outbox) = match lookup {
        Lookup::Present { lead_id } => (row.delivered(Some(lead_id), "FOUND", now, settings), outbox.running(now)),
        Lookup::Absent if row.erased => (row.to(State::Rejected, "ERASED"), outbox.running(now)),
        Lookup::Absent if row.taken >= TAKEN_LIMIT => (row.to(State::Parked, "CODE_TAKEN"), outbox.running(now)),
        Lookup::Absent if row.taken > 0 => {
            let wait = settings.settle_ms.saturating_mul(1 << row.taken.min(20)).min(PROBE_MS);
            let row = Row { taken: row.taken + 1, ..row };
            (row.due(now.saturating_add(wait)), outbox.running(now))
        }
        Lookup::Absent => {
            let wait = pause(row.attempts.saturating_sub(2));
            (row.to(State::Accepted, "NOT_FOUND").due(now.saturating_add(wait)), outbox.running(now))
        }
        Lookup::Unclear => (row.to(State::Unknown, "LOOKUP_UNCLEAR").due(now.saturating_add(PROBE_MS)), outbox),
        Lookup::Failed { answer } => {
            let outbox = outbox.stopped(answer, now, false);
            // The next row may have better luck with a server that trips over this one: not due before the stop is over, this one
            // comes after those that are.
            let due = outbox.stopped_until.max(now.saturating_add(settings.settle_ms));
            (row.to(State::Unknown, &answer.reason()).due(due), outbox)
        }
    };
    Settled { row, outbox }
}

/// A row as it is found at start-up: a POST that was on its way has an open outcome as of now.
#[must_use]
pub fn recover(row: Row, now: u64, settings: Settings) -> Row {
    match row.state {
        State::Sending => row.in_doubt("RESTARTED", now, settings),
        _ => row,
    }
}

/// A person lets a held or parked row go out. A parked row of open outcome is looked up first.
#[must_use]
pub fn release(row: Row, now: u64) -> Row {
    match row.state {
        State::Held | State::Parked if row.erased => row,
        State::Held => row.to(State::Accepted, "RELEASED").due(now),
        State::Parked => {
            let state = if row.doubtful { State::Unknown } else { State::Accepted };
            Row { taken: 0, ..row }.to(state, "RELEASED").due(now)
        }
        _ => row,
    }
}

/// A person refuses a held or parked row.
#[must_use]
pub fn reject(row: Row) -> Row {
    match row.state {
        State::Held | State::Parked => row.to(State::Rejected, "REJECTED"),
        _ => row,
    }
}

/// A person whose data it is wants it gone. What may be a lead already is still looked up, so that somebody can remove the lead.
#[must_use]
pub fn erase(row: Row, now: u64) -> Row {
    let row = Row { erased: true, reason: None, ..row };
    match row.state {
        State::Held | State::Accepted | State::Rejected => row.to(State::Rejected, "ERASED"),
        State::Parked if row.doubtful => row.to(State::Unknown, "ERASED").due(now),
        State::Parked => row.to(State::Rejected, "ERASED"),
        State::Sending | State::Unknown | State::Delivered => row,
    }
}

/// A held or parked row that waited for a person in vain.
#[must_use]
pub fn expire(row: Row) -> Row {
    match row.state {
        State::Held | State::Parked => Row { erased: true, ..row }.to(State::Rejected, "EXPIRED"),
        State::Delivered | State::Rejected => Row { erased: true, ..row },
        _ => row,
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
