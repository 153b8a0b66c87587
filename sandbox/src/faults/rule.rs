//! A fault as the knob gives it: whom it hits, how often, and what happens then; with everything absent filled in,
//! and what makes no sense refused in a sentence.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use crate::operation::Operation;
use crate::settings::present;

/// What the client gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Real,
    Status,
    Html,
    Redirect,
    Malformed,
    Truncated,
    Empty,
    Cut,
    Hang,
}

/// When the operation is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Commit {
    No,
    Yes,
    Late,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Matching {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
}

/// A fault, complete.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fault {
    #[serde(rename = "match")]
    matching: Matching,
    pub(super) times: Option<u32>,
    pub(super) probability: f64,
    pub(super) latency_ms: u64,
    pub(super) search_lag_ms: u64,
    pub(crate) answer: Answer,
    pub(crate) commit: Commit,
    pub(crate) late_ms: u64,
    #[serde(serialize_with = "as_number")]
    pub(super) status: StatusCode,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) retry_after: Option<String>,
    pub(super) location: String,
    pub(super) headers: BTreeMap<String, Option<String>>,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    #[serde(rename = "match")]
    matching: Matching,
    #[serde(deserialize_with = "present")]
    times: Option<Option<u32>>,
    probability: Option<f64>,
    latency_ms: u64,
    search_lag_ms: u64,
    answer: Option<Answer>,
    commit: Option<Commit>,
    late_ms: u64,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    retry_after: Option<String>,
    location: Option<String>,
    headers: BTreeMap<String, Option<String>>,
}

impl Fault {
    pub(crate) fn read(json: &[u8]) -> Result<Self, String> {
        let given: Given = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let answer = given.answer.unwrap_or(if given.status.is_some() { Answer::Status } else { Answer::Real });
        let status = given.status.unwrap_or(match answer {
            Answer::Html => 403,
            Answer::Redirect => 307,
            _ => 503,
        });
        let fault = Self {
            times: given.times.unwrap_or(if given.probability.is_some() { None } else { Some(1) }),
            probability: given.probability.unwrap_or(1.0),
            commit: given.commit.unwrap_or(match answer {
                Answer::Real | Answer::Malformed | Answer::Truncated | Answer::Empty => Commit::Yes,
                _ => Commit::No,
            }),
            status: StatusCode::from_u16(status)
                .ok()
                .filter(|status| (200..600).contains(&status.as_u16()))
                .ok_or("status is 200–599")?,
            location: given.location.unwrap_or_else(|| "https://elsewhere.example/".into()),
            answer,
            matching: given.matching,
            latency_ms: given.latency_ms,
            search_lag_ms: given.search_lag_ms,
            late_ms: given.late_ms,
            code: given.code,
            message: given.message,
            retry_after: given.retry_after,
            headers: given.headers,
        };
        fault.check()?;
        Ok(fault)
    }

    fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.probability) {
            return Err("probability is 0–1".into());
        }
        if let Some(operation) = &self.matching.operation
            && !Operation::ALL.iter().any(|known| known.name() == operation)
        {
            return Err(format!("unknown operation `{operation}`"));
        }
        if self.commit != Commit::Yes
            && matches!(self.answer, Answer::Real | Answer::Malformed | Answer::Truncated | Answer::Empty)
        {
            return Err("this answer is made from the real one: it needs commit `yes`".into());
        }
        if self.late_ms > 0 && self.commit != Commit::Late {
            return Err("lateMs needs commit `late`".into());
        }
        let texts = self.headers.values().flatten().chain(self.retry_after.as_ref()).chain([&self.location]);
        if self.headers.keys().any(|name| HeaderName::try_from(name.as_str()).is_err())
            || texts.into_iter().any(|text| HeaderValue::try_from(text.as_str()).is_err())
        {
            return Err("a header has a name or a text that HTTP does not allow".into());
        }
        if !self.decides_answer() && self.latency_ms == 0 && self.search_lag_ms == 0 {
            return Err(
                "this fault does nothing: give it an answer, a status, headers, latencyMs or searchLagMs".into()
            );
        }
        Ok(())
    }

    pub(super) fn matches(&self, method: &str, operation: Option<Operation>) -> bool {
        let Matching { method: wanted, operation: named } = &self.matching;
        wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && named.as_ref().is_none_or(|named| operation.is_some_and(|operation| operation.name() == named))
    }

    pub(super) fn decides_answer(&self) -> bool {
        self.answer != Answer::Real || self.retry_after.is_some() || !self.headers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> String {
        Fault::read(json.as_bytes()).expect_err(json)
    }

    #[test]
    fn what_is_absent_is_filled_in() {
        let fault = |json: &str| Fault::read(json.as_bytes()).expect(json);
        assert_eq!(fault(r#"{"status":502}"#).answer, Answer::Status);
        assert_eq!(fault(r#"{"answer":"html"}"#).status, 403);
        assert_eq!(fault(r#"{"answer":"cut"}"#).commit, Commit::No);
        assert_eq!(fault(r#"{"answer":"truncated"}"#).commit, Commit::Yes);
        assert_eq!(fault(r#"{"answer":"cut"}"#).times, Some(1));
        assert_eq!(fault(r#"{"answer":"cut","probability":0.5}"#).times, None);
        assert_eq!(fault(r#"{"answer":"cut","times":null}"#).times, None);
    }

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        assert!(refused("{}").contains("does nothing"));
        assert!(refused(r#"{"status":99}"#).contains("200–599"));
        assert!(refused(r#"{"answer":"cut","probability":1.5}"#).contains("0–1"));
        assert!(refused(r#"{"answer":"malformed","commit":"no"}"#).contains("commit"));
        assert!(refused(r#"{"answer":"cut","lateMs":5}"#).contains("late"));
        assert!(refused(r#"{"answer":"cut","match":{"operation":"leads.delete"}}"#).contains("leads.delete"));
        assert!(refused(r#"{"headers":{"a b":"c"}}"#).contains("header"));
        assert!(refused(r#"{"awnser":"cut"}"#).contains("awnser"));
    }
}
