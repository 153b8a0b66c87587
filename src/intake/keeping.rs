//! How long what is kept. Personal data leaves first, the receipt later: a browser's queue, which is 7 days, must still get the
//! same receipt for the same submission. What waits to be delivered has no age: it is kept until it is a lead.

use serde::Serialize;

const DAY_MS: u64 = 24 * 60 * 60_000;

/// Ages in milliseconds, counted from when a submission came to its state.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Keeping {
    /// Delivered submissions lose their personal data.
    pub delivered_ms: u64,
    /// Held and rejected submissions lose theirs; a held one counts as rejected then.
    pub suspect_ms: u64,
    /// Parked submissions lose theirs and count as rejected.
    pub parked_ms: u64,
    /// Receipts without personal data are forgotten.
    pub receipt_ms: u64,
    /// So long before a held or parked submission's end the health answer warns.
    pub warning_ms: u64,
}

/// The ages.
pub const KEEPING: Keeping = Keeping {
    delivered_ms: 7 * DAY_MS,
    suspect_ms: 30 * DAY_MS,
    parked_ms: 90 * DAY_MS,
    receipt_ms: 60 * DAY_MS,
    warning_ms: 7 * DAY_MS,
};
