//! What can be changed while the sandbox runs: the plan, and how kind the server is.

use serde::{Deserialize, Serialize};

use crate::conversion::Outcome;
use crate::rate_limit::Plan;

/// The defaults are the least helpful server that the contract allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Requests per minute.
    pub plan: Plan,
    /// Whether answers carry `externalRef`.
    pub return_external_ref: bool,
    /// Whether a taken `uniqueCode` or `externalRef` is refused.
    pub unique_codes: bool,
    /// Whether search compares both codes whole.
    pub exact_code_search: bool,
    /// The plan's daily limit of leads.
    pub leads_per_day: Option<u32>,
    /// The status beyond it, 403 or 429: the contract does not say.
    pub leads_per_day_status: u16,
    /// How long a conversion event is pending.
    pub conversion_sync_ms: u64,
    /// What becomes of events that are queued from now on.
    pub conversion_outcome: Outcome,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            plan: Plan::Pro,
            return_external_ref: false,
            unique_codes: false,
            exact_code_search: false,
            leads_per_day: None,
            leads_per_day_status: 403,
            conversion_sync_ms: 60_000,
            conversion_outcome: Outcome::Synced,
        }
    }
}

/// Some settings to change.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Change {
    plan: Option<Plan>,
    return_external_ref: Option<bool>,
    unique_codes: Option<bool>,
    exact_code_search: Option<bool>,
    #[serde(default, deserialize_with = "present")]
    leads_per_day: Option<Option<u32>>,
    leads_per_day_status: Option<u16>,
    conversion_sync_ms: Option<u64>,
    conversion_outcome: Option<Outcome>,
}

/// Keeps `null` apart from an absent field.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

impl Settings {
    pub(crate) fn change(&mut self, change: Change) -> Result<(), String> {
        if change.leads_per_day_status.is_some_and(|status| status != 403 && status != 429) {
            return Err("leadsPerDayStatus is 403 or 429".into());
        }
        fn set<T>(held: &mut T, given: Option<T>) {
            if let Some(value) = given {
                *held = value;
            }
        }
        set(&mut self.plan, change.plan);
        set(&mut self.return_external_ref, change.return_external_ref);
        set(&mut self.unique_codes, change.unique_codes);
        set(&mut self.exact_code_search, change.exact_code_search);
        set(&mut self.leads_per_day, change.leads_per_day);
        set(&mut self.leads_per_day_status, change.leads_per_day_status);
        set(&mut self.conversion_sync_ms, change.conversion_sync_ms);
        set(&mut self.conversion_outcome, change.conversion_outcome);
        Ok(())
    }
}
