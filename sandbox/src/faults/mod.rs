//! Faults on demand: which rule hits which request, and what the client gets instead of the answer.
//! The gate asks once per request and carries the result out.

mod answer;
mod rule;

pub(crate) use answer::{Cut, apply};
pub(crate) use rule::{Answer, Commit, Fault};

use serde::Serialize;

use crate::operation::Operation;

/// The rules in order, and the randomness they draw from.
pub(crate) struct Faults {
    rules: Vec<Rule>,
    next_id: u64,
    random: fastrand::Rng,
}

/// A fault with its history.
#[derive(Clone, Serialize)]
pub(crate) struct Rule {
    id: u64,
    #[serde(flatten)]
    fault: Fault,
    fired: u32,
}

/// What hits one request.
#[derive(Default)]
pub(crate) struct Fired {
    pub(crate) ids: Vec<u64>,
    pub(crate) latency_ms: u64,
    pub(crate) search_lag_ms: u64,
    /// The fault that decides about answer and commit.
    pub(crate) answer: Option<Fault>,
}

impl Faults {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { rules: Vec::new(), next_id: 1, random: random(seed) }
    }

    pub(crate) fn reseed(&mut self, seed: u64) {
        self.random = random(Some(seed));
    }

    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.rules.push(Rule { id, fault, fired: 0 });
        id
    }

    /// Whether there was such a fault.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.rules.len();
        self.rules.retain(|rule| rule.id != id);
        self.rules.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    pub(crate) fn list(&self) -> &[Rule] {
        &self.rules
    }

    /// How many can still fire.
    pub(crate) fn active(&self) -> usize {
        self.rules.iter().filter(|rule| rule.left()).count()
    }

    /// What hits this request: the first match of each concern. A rule whose concern is taken waits for its turn.
    pub(crate) fn fire(&mut self, method: &str, operation: Option<Operation>) -> Fired {
        let mut fired = Fired::default();
        for rule in &mut self.rules {
            let fault = &rule.fault;
            let free = (fault.latency_ms == 0 || fired.latency_ms == 0)
                && (fault.search_lag_ms == 0 || fired.search_lag_ms == 0)
                && (!fault.decides_answer() || fired.answer.is_none());
            if !free || !rule.left() || !fault.matches(method, operation) {
                continue;
            }
            if self.random.f64() >= fault.probability {
                continue;
            }
            fired.latency_ms += fault.latency_ms;
            fired.search_lag_ms += fault.search_lag_ms;
            if fault.decides_answer() {
                fired.answer = Some(fault.clone());
            }
            fired.ids.push(rule.id);
            rule.fired += 1;
        }
        fired
    }
}

impl Rule {
    fn left(&self) -> bool {
        self.fault.times.is_none_or(|times| self.fired < times)
    }
}

fn random(seed: Option<u64>) -> fastrand::Rng {
    seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn faults(rules: &[serde_json::Value]) -> Faults {
        let mut faults = Faults::new(Some(1));
        for rule in rules {
            faults.add(Fault::read(rule.to_string().as_bytes()).expect("a fault"));
        }
        faults
    }

    #[test]
    fn a_fault_fires_once_unless_told_and_only_where_it_matches() {
        let mut faults = faults(&[json!({"answer": "cut", "match": {"operation": "leads.create", "method": "POST"}})]);
        assert!(faults.fire("GET", Some(Operation::ListLeads)).answer.is_none());
        assert!(faults.fire("POST", Some(Operation::CreateLead)).answer.is_some());
        assert!(faults.fire("POST", Some(Operation::CreateLead)).answer.is_none());
        assert_eq!(faults.active(), 0);
    }

    #[test]
    fn faults_of_different_concerns_hit_one_request_and_those_of_one_take_turns() {
        let mut faults = faults(&[
            json!({"status": 500}),
            json!({"status": 502}),
            json!({"latencyMs": 10}),
            json!({"searchLagMs": 20, "times": null}),
        ]);
        let first = faults.fire("POST", None);
        assert_eq!((first.ids, first.latency_ms, first.search_lag_ms), (vec![1, 3, 4], 10, 20));
        let second = faults.fire("POST", None);
        assert_eq!((second.ids, second.latency_ms, second.search_lag_ms), (vec![2, 4], 0, 20));
    }

    #[test]
    fn one_seed_draws_the_same_faults_again() {
        let rule = json!({"status": 500, "probability": 0.3});
        let mut faults = faults(&[rule]);
        let draws =
            |faults: &mut Faults| (0..200).map(|_| faults.fire("GET", None).answer.is_some()).collect::<Vec<_>>();
        faults.reseed(7);
        let first = draws(&mut faults);
        let hits = first.iter().filter(|hit| **hit).count();
        assert!((30..90).contains(&hits), "{hits} of 200");
        faults.reseed(7);
        assert_eq!(draws(&mut faults), first);
        faults.reseed(8);
        assert_ne!(draws(&mut faults), first);
    }
}
