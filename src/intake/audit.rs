//! Looks for twins. A lead may exist twice only where a POST was repeated, or carried out after we stopped believing in it; those
//! rows are searched for again some time after they were delivered, when whatever was late has come. Nothing is repaired here,
//! since the API has no delete: the health answer names the leads, and a person merges them.

use super::answer::{Answer, Found};
use super::delivery::{Outbox, PROBE_MS, Row, Settings, Settled, State};
use serde::{Deserialize, Serialize};

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;
/// When a delivered row is audited: for the first time after this, then after each of the others.
const AFTER_MS: [u64; 3] = [10 * MINUTE_MS, DAY_MS, 5 * DAY_MS];

/// What a search for a delivered row's code found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Audit {
    /// These leads, ours among them or not.
    Searched {
        /// All that the search answered.
        leads: Vec<Found>,
    },
    /// No answer that could be read.
    Failed {
        /// What came instead.
        answer: Answer,
    },
}

pub(super) fn first_audit(now: u64, settings: Settings) -> u64 {
    now.saturating_add(AFTER_MS[0].max(settings.settle_ms.saturating_mul(2)))
}

/// Notes what an audit found, and when the next one is due: each day while there are twins, else by the plan, else never.
#[must_use]
pub fn audited(row: Row, outbox: Outbox, audit: &Audit, unique_code: &str, now: u64) -> Settled {
    if row.state != State::Delivered {
        return Settled { row, outbox };
    }
    match audit {
        Audit::Failed { answer } => {
            let row = Row { audit_at: Some(now.saturating_add(PROBE_MS)), ..row };
            Settled { row, outbox: outbox.stopped(answer, now, false) }
        }
        Audit::Searched { leads } => {
            let ours = leads.iter().filter(|lead| lead.unique_code.as_deref() == Some(unique_code));
            let mut copies: Vec<String> = ours.map(|lead| lead.id.clone()).collect();
            if copies.len() < 2 {
                copies.clear();
            }
            copies.retain(|id| Some(id) != row.lead_id.as_ref());
            let audits = row.audits.saturating_add(1);
            let wait = match AFTER_MS.get(audits as usize) {
                _ if !copies.is_empty() => Some(DAY_MS),
                Some(wait) => Some(*wait),
                None => None,
            };
            let audit_at = wait.map(|wait| now.saturating_add(wait));
            Settled { row: Row { audits, audit_at, twins: copies, ..row }, outbox }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{begin, posted, recover};

    const NOW: u64 = 1_000_000;
    const SETTINGS: Settings = Settings { settle_ms: 60_000 };

    fn created() -> Answer {
        Answer { status: Some(201), envelope: true, lead_id: Some("lead_1".to_owned()), ..Answer::default() }
    }

    fn delivered(doubtful: bool) -> Row {
        let mut row = begin(Row::new(None, NOW), &Outbox::default(), NOW).row;
        row.doubtful = doubtful;
        posted(row, Outbox::default(), &created(), NOW, SETTINGS).row
    }

    fn found(ids: &[&str]) -> Audit {
        let lead =
            |id: &&str| Found { id: (*id).to_owned(), unique_code: Some("KNK-1-A".to_owned()), external_ref: None };
        Audit::Searched { leads: ids.iter().map(lead).collect() }
    }

    fn audit(row: Row, audit: &Audit, now: u64) -> Row {
        audited(row, Outbox::default(), audit, "KNK-1-A", now).row
    }

    #[test]
    fn only_a_row_whose_outcome_was_open_is_audited() {
        assert_eq!(delivered(false).audit_at, None);
        assert_eq!(delivered(true).audit_at, Some(NOW + 10 * MINUTE_MS));
        let restarted = recover(begin(Row::new(None, NOW), &Outbox::default(), NOW).row, NOW, SETTINGS);
        assert!(restarted.doubtful);
    }

    #[test]
    fn audits_without_a_twin_come_to_an_end() {
        let mut row = delivered(true);
        let mut audits = 0;
        while let Some(at) = row.audit_at {
            row = audit(row, &found(&["lead_1"]), at);
            audits += 1;
        }

        assert_eq!((audits, row.twins.len()), (3, 0));
    }

    #[test]
    fn a_twin_is_named_and_looked_at_each_day_until_somebody_merged_it() {
        let mut row = audit(delivered(true), &found(&["lead_1", "lead_2"]), NOW);
        assert_eq!(row.twins, ["lead_2"]);
        for _ in 0..9 {
            row = audit(row, &found(&["lead_2", "lead_1"]), NOW);
            assert_eq!(row.audit_at, Some(NOW + DAY_MS));
        }

        let row = audit(row, &found(&["lead_1"]), NOW);

        assert_eq!((row.twins.len(), row.audit_at), (0, None));
    }

    #[test]
    fn a_lead_with_another_code_is_no_twin() {
        let other =
            Found { unique_code: Some("KNK-1-AB".to_owned()), ..Found { id: "lead_2".to_owned(), ..Found::default() } };
        let Audit::Searched { mut leads } = found(&["lead_1"]) else { panic!("found makes no other") };
        leads.push(other);

        assert_eq!(audit(delivered(true), &Audit::Searched { leads }, NOW).twins, Vec::<String>::new());
    }

    #[test]
    fn an_audit_that_fails_is_made_again() {
        let settled =
            audited(delivered(true), Outbox::default(), &Audit::Failed { answer: Answer::default() }, "c", NOW);

        assert_eq!((settled.row.audits, settled.row.audit_at), (0, Some(NOW + PROBE_MS)));
        assert!(settled.outbox.stopped_until > NOW);
    }
}
