//! The delivery state machine: what happens to an acknowledged submission until it is one lead. It is given a row, the outbox
//! it stands in, what just happened and the clock, and answers both as they are now; the caller stores them before it acts.
//!
//! Two rules carry everything. A POST is repeated only after proof that the one before made no lead: the API's own refusal, or
//! a look-up, made after the settle time, that does not find it. And trouble that is not a row's own stops the outbox, not its
//! rows, and for at most a quarter of an hour at a time.

use serde::{Deserialize, Serialize};

use super::answer::{Answer, Lookup, Proof};

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
    /// The lead it became.
    pub lead_id: Option<String>,
    /// Why it stands where it stands: a code, without personal data.
    pub reason: Option<String>,
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
const PROBE_MS: u64 = 15 * 60_000;
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
    /// A submission as it is acknowledged.
    #[must_use]
    pub fn new(held: bool, now: u64) -> Self {
        let state = if held { State::Held } else { State::Accepted };
        Self { state, due_at: now, attempts: 0, doubtful: false, taken: 0, lead_id: None, reason: None }
    }

    fn to(mut self, state: State, reason: Option<String>) -> Self {
        self.state = state;
        self.reason = reason;
        self
    }

    fn due(mut self, at: u64) -> Self {
        self.due_at = at;
        self
    }

    /// The settle time begins now.
    fn in_doubt(mut self, reason: Option<String>, now: u64, settings: Settings) -> Self {
        self.doubtful = true;
        self.to(State::Unknown, reason).due(now.saturating_add(settings.settle_ms))
    }
}

impl Outbox {
    /// The API answered: whatever stopped us is over.
    fn running() -> Self {
        Self::default()
    }

    fn stopped(self, answer: &Answer, now: u64, first_is_free: bool) -> Self {
        let failures = self.failures.saturating_add(1);
        let pauses = if first_is_free { failures - 1 } else { failures };
        let asked = answer.retry_after_ms.filter(|asked| *asked > 0.0).map(|asked| asked.min(PROBE_MS as f64) as u64);
        let pause = asked.unwrap_or_else(|| pause(pauses));
        Self { stopped_until: now.saturating_add(pause), failures, reason: Some(answer.reason()) }
    }
}

/// 0, 0.5 s, 1 s, 2 s … a quarter of an hour.
fn pause(nth: u32) -> u64 {
    match nth {
        0 => 0,
        nth => PAUSE_MS.saturating_mul(1 << (nth - 1).min(20)).min(PROBE_MS),
    }
}

/// Takes a row up, oldest due row first. Serves one row at a time: what it answers must be settled before the next begins.
#[must_use]
pub fn begin(mut row: Row, outbox: &Outbox, now: u64) -> Begun {
    let until = outbox.stopped_until.max(row.due_at);
    let effect = match row.state {
        State::Accepted | State::Unknown if now < until => Effect::Wait { until },
        State::Accepted => {
            row.state = State::Sending;
            row.attempts = row.attempts.saturating_add(1);
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
    let reason = Some(answer.reason());
    match answer.proof() {
        Proof::Created => {
            let row = Row { lead_id: answer.lead_id.clone(), ..row.to(State::Delivered, None) };
            Settled { row, outbox: Outbox::running() }
        }
        Proof::Faulty => Settled { row: row.to(State::Parked, reason), outbox: Outbox::running() },
        Proof::Taken if row.doubtful => {
            let row = Row { taken: row.taken.max(1), ..row };
            Settled { row: row.in_doubt(reason, now, settings), outbox: Outbox::running() }
        }
        Proof::Taken => {
            Settled { row: row.to(State::Parked, Some("CODE_TAKEN".to_owned())), outbox: Outbox::running() }
        }
        Proof::NotNow => {
            Settled { row: row.to(State::Accepted, reason).due(now), outbox: outbox.stopped(answer, now, false) }
        }
        Proof::Open => Settled { row: row.in_doubt(reason, now, settings), outbox: outbox.stopped(answer, now, true) },
    }
}

/// Settles a row after its look-up.
#[must_use]
pub fn looked_up(row: Row, outbox: Outbox, lookup: &Lookup, now: u64, settings: Settings) -> Settled {
    if row.state != State::Unknown {
        return Settled { row, outbox };
    }
    match lookup {
        Lookup::Present { lead_id } => {
            let row = Row { lead_id: Some(lead_id.clone()), ..row.to(State::Delivered, None) };
            Settled { row, outbox: Outbox::running() }
        }
        Lookup::Absent if row.taken >= TAKEN_LIMIT => {
            Settled { row: row.to(State::Parked, Some("CODE_TAKEN".to_owned())), outbox: Outbox::running() }
        }
        Lookup::Absent if row.taken > 0 => {
            let wait = settings.settle_ms.saturating_mul(1 << row.taken.min(20)).min(PROBE_MS);
            let row = Row { taken: row.taken + 1, ..row };
            Settled { row: row.due(now.saturating_add(wait)), outbox: Outbox::running() }
        }
        Lookup::Absent => {
            let wait = pause(row.attempts.saturating_sub(2));
            let row = row.to(State::Accepted, None).due(now.saturating_add(wait));
            Settled { row, outbox: Outbox::running() }
        }
        Lookup::Unclear => {
            let row = row.to(State::Unknown, Some("LOOKUP_UNCLEAR".to_owned())).due(now.saturating_add(PROBE_MS));
            Settled { row, outbox }
        }
        Lookup::Failed { answer } => {
            // The next row may have better luck with a server that trips over this one.
            let row = row.to(State::Unknown, Some(answer.reason())).due(now.saturating_add(settings.settle_ms));
            Settled { row, outbox: outbox.stopped(answer, now, false) }
        }
    }
}

/// A row as it is found at start-up: a POST that was on its way has an open outcome as of now.
#[must_use]
pub fn recover(row: Row, now: u64, settings: Settings) -> Row {
    match row.state {
        State::Sending => row.in_doubt(Some("RESTARTED".to_owned()), now, settings),
        _ => row,
    }
}

/// A person lets a held or parked row go out. A parked row of open outcome is looked up first.
#[must_use]
pub fn release(row: Row, now: u64) -> Row {
    match row.state {
        State::Held => row.to(State::Accepted, None).due(now),
        State::Parked => {
            let state = if row.doubtful { State::Unknown } else { State::Accepted };
            Row { taken: 0, ..row }.to(state, None).due(now)
        }
        _ => row,
    }
}

/// A person refuses a held or parked row.
#[must_use]
pub fn reject(row: Row) -> Row {
    match row.state {
        State::Held | State::Parked => row.to(State::Rejected, None),
        _ => row,
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
