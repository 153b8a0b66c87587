//! What an answer of the API proves. Only the API's own words prove that a POST did not become a lead; everything else (a cut,
//! a timeout, a proxy's page, a redirect, a success that cannot be read) leaves it open.

use serde::{Deserialize, Serialize};

/// What came back from one request, as plain facts. The caller transcribes; what it means is decided here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status; absent when no answer came.
    pub status: Option<u16>,
    /// Whether the body was the API's own envelope, of success or of error.
    pub envelope: bool,
    /// The envelope's error code, or our word for what went wrong.
    pub code: Option<String>,
    /// The fields that the envelope's details name.
    pub fields: Vec<String>,
    /// `Retry-After`, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The lead that a success names.
    pub lead_id: Option<String>,
}

/// What a POST's answer proves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Proof {
    /// It is a lead now.
    Created,
    /// It is none, and this row's content is why.
    Faulty,
    /// It is none, because a code is taken.
    Taken,
    /// It is none, for a reason that is not this row's.
    NotNow,
    /// Nothing.
    Open,
}

impl Answer {
    pub(crate) fn proof(&self) -> Proof {
        let Some(status) = self.status.filter(|_| self.envelope) else { return Proof::Open };
        let validation = self.code.as_deref() == Some("VALIDATION_ERROR");
        match status {
            200..=299 if self.lead_id.is_some() => Proof::Created,
            400 | 409 if self.names_a_code() || status == 409 => Proof::Taken,
            400 if validation || !self.fields.is_empty() => Proof::Faulty,
            408 => Proof::Open,
            400..=499 => Proof::NotNow,
            _ => Proof::Open,
        }
    }

    /// Whether a refusal is about the key, the plan or the rate, and so would be the same for every row.
    pub(crate) fn is_of_all(&self) -> bool {
        matches!(self.status, Some(400 | 401 | 403 | 429))
    }

    fn names_a_code(&self) -> bool {
        self.fields.iter().any(|field| field == "uniqueCode" || field == "externalRef")
    }

    /// A word for logs and health: never the server's text, which may quote a person.
    pub(crate) fn reason(&self) -> String {
        match (self.code.as_deref().filter(|code| is_code(code)), self.status) {
            (Some(code), _) => code.to_owned(),
            (None, Some(status)) => format!("HTTP_{status}"),
            (None, None) => "CONNECTION".to_owned(),
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() <= 40
        && !code.is_empty()
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A lead as a look-up's answer shows it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Found {
    /// The lead.
    pub id: String,
    /// Its code.
    pub unique_code: Option<String>,
    /// Its reference, where the answer has one.
    pub external_ref: Option<String>,
}

/// What a look-up says about our lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Lookup {
    /// It is there.
    Present {
        /// The lead.
        lead_id: String,
    },
    /// It is not there.
    Absent,
    /// The answer came and does not say, because there was more of it than we read.
    Unclear,
    /// No answer that could be read.
    Failed {
        /// What came instead.
        answer: Answer,
    },
}

/// Judges the leads of a look-up. A hit is a lead with our code, and with our reference where the answer has one; `complete`
/// says that there were no further pages.
#[must_use]
pub fn judge_lookup(leads: &[Found], complete: bool, unique_code: &str, external_ref: &str) -> Lookup {
    let ours = |lead: &&Found| {
        lead.unique_code.as_deref() == Some(unique_code)
            && lead.external_ref.as_deref().is_none_or(|reference| reference == external_ref)
    };
    match leads.iter().find(ours) {
        Some(lead) => Lookup::Present { lead_id: lead.id.clone() },
        None if complete => Lookup::Absent,
        None => Lookup::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: &str, fields: &[&str]) -> Answer {
        Answer {
            status: Some(status),
            envelope: true,
            code: Some(code.to_owned()),
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            ..Answer::default()
        }
    }

    #[test]
    fn only_the_apis_own_words_prove_that_nothing_was_stored() {
        assert_eq!(answer(400, "VALIDATION_ERROR", &["email"]).proof(), Proof::Faulty);
        assert_eq!(answer(400, "VALIDATION_ERROR", &["uniqueCode"]).proof(), Proof::Taken);
        assert_eq!(answer(429, "RATE_LIMITED", &[]).proof(), Proof::NotNow);
        assert_eq!(answer(401, "UNAUTHORIZED", &[]).proof(), Proof::NotNow);
        for status in [200, 201, 302, 400, 401, 403, 404, 408, 429, 500, 502] {
            let page = Answer { status: Some(status), lead_id: None, ..Answer::default() };
            assert_eq!(page.proof(), Proof::Open, "{status}");
        }
        assert_eq!(answer(408, "TIMEOUT", &[]).proof(), Proof::Open);
        assert_eq!(answer(500, "INTERNAL_ERROR", &[]).proof(), Proof::Open);
        assert_eq!(Answer::default().proof(), Proof::Open);
    }

    #[test]
    fn a_400_that_is_no_validation_error_is_not_held_against_the_row() {
        assert_eq!(answer(400, "DAILY_LIMIT", &[]).proof(), Proof::NotNow);
    }

    #[test]
    fn a_success_without_a_lead_proves_nothing() {
        let success = Answer { status: Some(201), envelope: true, ..Answer::default() };
        assert_eq!(success.proof(), Proof::Open);
        assert_eq!(Answer { lead_id: Some("lead_1".to_owned()), ..success }.proof(), Proof::Created);
    }

    #[test]
    fn a_reason_never_quotes_the_server() {
        assert_eq!(answer(400, "Andi <andi@example.com>", &[]).reason(), "HTTP_400");
        assert_eq!(answer(403, "FORBIDDEN", &[]).reason(), "FORBIDDEN");
        assert_eq!(Answer::default().reason(), "CONNECTION");
    }

    fn found(code: &str, reference: Option<&str>) -> Found {
        Found {
            id: "lead_1".to_owned(),
            unique_code: Some(code.to_owned()),
            external_ref: reference.map(str::to_owned),
        }
    }

    #[test]
    fn a_hit_has_our_code_and_our_reference_where_one_is_shown() {
        let judge = |leads: &[Found]| judge_lookup(leads, true, "KNK-1-A", "kf_1");

        assert_eq!(
            judge(&[found("KNK-1-AB", None), found("KNK-1-A", None)]),
            Lookup::Present { lead_id: "lead_1".to_owned() }
        );
        assert_eq!(judge(&[found("KNK-1-A", Some("kf_1"))]), Lookup::Present { lead_id: "lead_1".to_owned() });
        assert_eq!(judge(&[found("KNK-1-A", Some("kf_2"))]), Lookup::Absent);
        assert_eq!(judge(&[found("KNK-1-AB", Some("kf_1")), Found::default()]), Lookup::Absent);
    }

    #[test]
    fn a_look_up_with_unread_pages_says_nothing_unless_it_hits() {
        assert_eq!(judge_lookup(&[], false, "c", "r"), Lookup::Unclear);
        assert_eq!(
            judge_lookup(&[found("c", None)], false, "c", "r"),
            Lookup::Present { lead_id: "lead_1".to_owned() }
        );
    }
}
