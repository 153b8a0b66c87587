//! What every operation works with.

use crate::clock::Millis;
use crate::conversion::Queue;
use crate::settings::Settings;
use crate::store::Store;

/// The store, the settings and the time of one request.
pub(crate) struct Context<'a> {
    pub(crate) store: &'a Store,
    pub(crate) settings: Settings,
    pub(crate) now: Millis,
}

impl Context<'_> {
    /// What is decided for conversion events that this request causes.
    pub(crate) fn queue(&self) -> Queue {
        Queue { now: self.now, after_ms: self.settings.conversion_sync_ms, outcome: self.settings.conversion_outcome }
    }
}
