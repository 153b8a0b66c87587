//! The plan's requests per minute: one fixed window for the whole workspace, shared by all its keys.
//! Given the clock's time it says where the window stands; the gate decides which requests count.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A plan of the contract, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    /// 60 requests a minute.
    Starter,
    /// 200 requests a minute.
    Pro,
    /// 600 requests a minute.
    Enterprise,
    /// 200 requests a minute.
    Custom,
    /// No limit, and no rate limit headers.
    None,
}

impl Plan {
    fn limit(self) -> Option<u32> {
        match self {
            Self::Starter => Some(60),
            Self::Pro | Self::Custom => Some(200),
            Self::Enterprise => Some(600),
            Self::None => None,
        }
    }
}

impl FromStr for Plan {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        serde_json::from_value(name.into()).map_err(|_| format!("unknown plan `{name}`"))
    }
}

const MINUTE_MS: i64 = 60_000;

/// How much of the current minute is used up.
#[derive(Default)]
pub(crate) struct Window {
    minute: i64,
    used: u32,
}

/// What the rate limit headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Unix seconds.
    pub(crate) reset: i64,
    /// Whole seconds until the reset, at least one.
    pub(crate) retry_after: i64,
}

impl Window {
    /// Where the window stands, using nothing up; `None` without a limit.
    pub(crate) fn look(&self, plan: Plan, now: i64) -> Option<Standing> {
        let limit = plan.limit()?;
        let minute = now.div_euclid(MINUTE_MS);
        let used = if minute == self.minute { self.used } else { 0 };
        let end = (minute + 1) * MINUTE_MS;
        Some(Standing {
            limit,
            remaining: limit.saturating_sub(used),
            reset: end / 1000,
            retry_after: (end - now + 999) / 1000,
        })
    }

    /// Uses one request up; `false` when none was left.
    pub(crate) fn take(&mut self, plan: Plan, now: i64) -> bool {
        let Some(standing) = self.look(plan, now) else { return true };
        if standing.remaining == 0 {
            return false;
        }
        *self = Self { minute: now.div_euclid(MINUTE_MS), used: standing.limit - standing.remaining + 1 };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_the_clocks_minute_and_opens_anew_at_its_end() {
        let mut window = Window::default();
        for _ in 0..60 {
            assert!(window.take(Plan::Starter, 120_000));
        }
        assert!(!window.take(Plan::Starter, 179_999));
        let shut = window.look(Plan::Starter, 179_001).expect("a limit");
        assert_eq!((shut.limit, shut.remaining, shut.reset, shut.retry_after), (60, 0, 180, 1));
        assert!(window.take(Plan::Starter, 180_000));
        assert_eq!(window.look(Plan::Starter, 180_000).map(|standing| standing.remaining), Some(59));
    }

    #[test]
    fn the_plan_none_has_no_limit() {
        let mut window = Window::default();
        assert!((0..10_000).all(|_| window.take(Plan::None, 0)));
        assert_eq!(window.look(Plan::None, 0), None);
    }

    #[test]
    fn a_smaller_plan_in_the_middle_of_a_window_leaves_nothing_rather_than_less() {
        let mut window = Window::default();
        assert!((0..100).all(|_| window.take(Plan::Pro, 0)));
        assert_eq!(window.look(Plan::Starter, 0).map(|standing| standing.remaining), Some(0));
    }
}
