//! What a form asks of Cloudflare Turnstile, and what an answer of its verifier means. To ask is the caller's work. Only a word of
//! the verifier's own counts against a visitor: whatever else comes back says nothing about them.

use serde::{Deserialize, Serialize};

/// The longest token that the verifier makes, in characters.
const LONGEST_TOKEN: usize = 2_048;

/// A form's challenge.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Turnstile {
    /// The action that the page's challenge names; it is not compared where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The hosts whose pages may show the challenge. Default: those of the form's `origins`.
    pub hostnames: Vec<String>,
}

/// What became of a submission's challenge.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Challenge {
    /// The form has none.
    Unasked,
    /// It was solved, on a page of the form.
    Passed,
    /// It was not: the token is forged, or of another site or action.
    Failed,
    /// The token is too old, or was used before.
    Spent,
    /// No token came.
    Absent,
    /// The verifier did not say.
    Unavailable,
    /// The verifier does not know us: the secret is missing or wrong.
    Misconfigured,
}

/// Whether a token can be one at all: the verifier is not asked about what cannot.
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_TOKEN && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[derive(Deserialize)]
struct Verdict {
    success: bool,
    #[serde(rename = "error-codes", default)]
    error_codes: Vec<String>,
    hostname: Option<String>,
    action: Option<String>,
}

/// Reads what `siteverify` answered.
#[must_use]
pub fn judge_challenge(form: &Turnstile, answer: &[u8]) -> Challenge {
    let Ok(verdict) = serde_json::from_slice::<Verdict>(answer) else { return Challenge::Unavailable };
    if verdict.success {
        let of_our_host = verdict.hostname.is_some_and(|host| form.hostnames.contains(&host));
        let of_our_action = form.action.is_none() || form.action == verdict.action;
        return if of_our_host && of_our_action { Challenge::Passed } else { Challenge::Failed };
    }
    let says = |code: &str| verdict.error_codes.iter().any(|said| said == code);
    if says("missing-input-secret") || says("invalid-input-secret") {
        Challenge::Misconfigured
    } else if says("timeout-or-duplicate") {
        Challenge::Spent
    } else if says("invalid-input-response") || says("missing-input-response") {
        Challenge::Failed
    } else {
        // `internal-error`, `bad-request`, or a code of next year.
        Challenge::Unavailable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn judge(action: Option<&str>, answer: &Value) -> Challenge {
        let form = Turnstile { action: action.map(str::to_owned), hostnames: vec!["toko.example".to_owned()] };
        judge_challenge(&form, answer.to_string().as_bytes())
    }

    #[test]
    fn a_solved_challenge_counts_on_the_forms_own_hosts() {
        let on = |host: &str| json!({ "success": true, "hostname": host, "challenge_ts": "2026-11-26T00:00:00Z", "error-codes": [] });

        assert_eq!(judge(None, &on("toko.example")), Challenge::Passed);
        for host in ["evil.example", "toko.example.evil.example", "www.toko.example", ""] {
            assert_eq!(judge(None, &on(host)), Challenge::Failed, "{host}");
        }
        assert_eq!(judge(None, &json!({ "success": true })), Challenge::Failed);
    }

    #[test]
    fn an_action_is_compared_where_the_form_has_one() {
        let of = |action: Value| json!({ "success": true, "hostname": "toko.example", "action": action });

        assert_eq!(judge(Some("promo"), &of(json!("promo"))), Challenge::Passed);
        assert_eq!(judge(Some("promo"), &of(json!("login"))), Challenge::Failed);
        assert_eq!(judge(Some("promo"), &of(json!(null))), Challenge::Failed);
        assert_eq!(judge(None, &of(json!("login"))), Challenge::Passed);
    }

    #[test]
    fn each_of_the_verifiers_codes_has_its_meaning() {
        let refused = |codes: &[&str]| judge(None, &json!({ "success": false, "error-codes": codes }));

        assert_eq!(refused(&["invalid-input-response"]), Challenge::Failed);
        assert_eq!(refused(&["missing-input-response"]), Challenge::Failed);
        assert_eq!(refused(&["timeout-or-duplicate"]), Challenge::Spent);
        assert_eq!(refused(&["invalid-input-secret"]), Challenge::Misconfigured);
        assert_eq!(refused(&["missing-input-secret", "invalid-input-response"]), Challenge::Misconfigured);
        for codes in [&["internal-error"][..], &["bad-request"], &["of-next-year"], &[]] {
            assert_eq!(refused(codes), Challenge::Unavailable, "{codes:?}");
        }
    }

    #[test]
    fn what_the_verifier_did_not_say_counts_against_nobody() {
        let form = Turnstile::default();
        for answer in ["", "null", "[]", "{}", "<html>", r#"{"success":"true"}"#, r#"{"success":true,"hostname":1}"#] {
            assert_eq!(judge_challenge(&form, answer.as_bytes()), Challenge::Unavailable, "{answer}");
        }
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        assert!(is_token("0.abc-DEF_123"));
        assert!(is_token(&"x".repeat(LONGEST_TOKEN)));
        for text in ["", "a b", "é", "a\n", &"x".repeat(LONGEST_TOKEN + 1)] {
            assert!(!is_token(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_judged_and_none_passes_without_a_host_of_ours(answer in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_ne!(judge_challenge(&Turnstile::default(), &answer), Challenge::Passed);
        }
    }
}
