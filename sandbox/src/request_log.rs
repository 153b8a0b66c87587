//! What came in and what became of it, for tests and the inspector. It holds no key (a fingerprint), no body but the two codes.
//! Every change of an entry gets a new version, so a reader asks for what is newer than the last it saw.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Serialize, Serializer};
use tokio::sync::watch;

use crate::auth::Fingerprint;
use crate::clock::{Millis, iso};

const KEPT: usize = 10_000;

/// How a request ended, from the client's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    Pending,
    Answered,
    Cut,
    Hung,
}

/// One request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    pub(crate) version: u64,
    #[serde(serialize_with = "as_iso")]
    pub(crate) at: Millis,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) operation: Option<&'static str>,
    pub(crate) request_id: String,
    pub(crate) key: Option<Fingerprint>,
    pub(crate) unique_code: Option<String>,
    pub(crate) external_ref: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) outcome: Outcome,
    pub(crate) committed: bool,
    pub(crate) faults: Vec<u64>,
}

fn as_iso<S: Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*at))
}

#[derive(Default)]
struct Entries {
    kept: VecDeque<Entry>,
    arrived: u64,
    version: u64,
}

/// The last requests.
pub(crate) struct RequestLog {
    entries: Mutex<Entries>,
    version: watch::Sender<u64>,
}

impl RequestLog {
    pub(crate) fn new() -> Self {
        Self { entries: Mutex::default(), version: watch::Sender::new(0) }
    }

    /// Writes a request down as it comes; its number is for [`RequestLog::change`].
    pub(crate) fn arrived(&self, mut entry: Entry) -> u64 {
        let mut entries = self.held();
        entries.arrived += 1;
        entries.version += 1;
        (entry.seq, entry.version) = (entries.arrived, entries.version);
        if entries.kept.len() == KEPT {
            entries.kept.pop_front();
        }
        entries.kept.push_back(entry);
        self.version.send_replace(entries.version);
        entries.arrived
    }

    /// Changes an entry, if it is still kept.
    pub(crate) fn change(&self, seq: u64, change: impl FnOnce(&mut Entry)) {
        let mut entries = self.held();
        entries.version += 1;
        let version = entries.version;
        if let Some(entry) = entries.kept.iter_mut().rev().find(|entry| entry.seq == seq) {
            change(entry);
            entry.version = version;
        }
        self.version.send_replace(version);
    }

    /// What is newer than a version, and the version of now.
    pub(crate) fn since(&self, version: u64) -> (Vec<Entry>, u64) {
        let entries = self.held();
        let newer = entries.kept.iter().filter(|entry| entry.version > version).cloned().collect();
        (newer, entries.version)
    }

    /// Until something is newer than a version.
    pub(crate) async fn newer_than(&self, version: u64) {
        // The sender lives in this log, so it cannot be gone.
        let _ = self.version.subscribe().wait_for(|now| *now > version).await;
    }

    pub(crate) fn count(&self) -> usize {
        self.held().kept.len()
    }

    /// Forgets the requests; versions and numbers go on.
    pub(crate) fn clear(&self) {
        self.held().kept.clear();
    }

    fn held(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
