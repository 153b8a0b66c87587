//! The core counts milliseconds as an `f64`, as JavaScript does; Rust's own libraries want a `Duration`.

use std::time::Duration;

/// A negative time is none, and what no `Duration` can hold is the longest.
pub(crate) fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms.max(0.0) / 1000.0).unwrap_or(Duration::MAX)
}
