//! How suspicious a submission is. Nothing is dropped: above the threshold a person looks at it first. The table is small
//! enough to be read, and no sign but the honeypot and a foreign page is enough by itself.

use serde::{Deserialize, Serialize};

/// From this score on a submission is held.
const THRESHOLD: u32 = 60;

/// Faster than a person fills in a form, in milliseconds.
const TOO_FAST_MS: f64 = 2_000.0;
/// Older than a page stays open, in milliseconds.
const TOO_OLD_MS: f64 = 24.0 * 3_600_000.0;

/// What is known about how a submission came.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Signals {
    /// The page that sent it.
    pub origin: SubmitOrigin,
    /// The form's token.
    pub token: FormToken,
}

/// The page that sent a submission.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SubmitOrigin {
    /// One of the form's own.
    Listed,
    /// Not told.
    Absent,
    /// Another's.
    Foreign,
}

/// The token that a page gets when a person begins to fill in the form.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum FormToken {
    /// None came.
    Absent,
    /// One that we did not make.
    Forged,
    /// One of ours.
    Genuine {
        /// How long ago it was made, in milliseconds.
        age_ms: f64,
    },
}

/// The score of a submission.
#[must_use]
pub fn score(honeypot: bool, message: &str, signals: Signals) -> u32 {
    let origin = match signals.origin {
        SubmitOrigin::Listed => 0,
        SubmitOrigin::Absent => 10,
        SubmitOrigin::Foreign => 60,
    };
    let token = match signals.token {
        FormToken::Genuine { age_ms } if age_ms < TOO_FAST_MS => 30,
        FormToken::Genuine { age_ms } if age_ms <= TOO_OLD_MS => 0,
        FormToken::Genuine { .. } | FormToken::Absent => 10,
        FormToken::Forged => 30,
    };
    let links = match message.matches("://").count() {
        0..=1 => 0,
        2..=4 => 20,
        _ => 40,
    };
    u32::from(honeypot) * 100 + origin + token + links
}

/// Whether a person should look at it first.
#[must_use]
pub fn is_suspect(score: u32) -> bool {
    score >= THRESHOLD
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Signals = Signals { origin: SubmitOrigin::Listed, token: FormToken::Genuine { age_ms: 20_000.0 } };

    #[test]
    fn a_person_on_our_page_has_no_score() {
        assert_eq!(score(false, "see https://toko.example/a", PERSON), 0);
    }

    #[test]
    fn the_honeypot_and_a_foreign_page_are_enough_by_themselves() {
        assert!(is_suspect(score(true, "", PERSON)));
        assert!(is_suspect(score(false, "", Signals { origin: SubmitOrigin::Foreign, ..PERSON })));
    }

    #[test]
    fn no_other_sign_is_enough_by_itself() {
        let tokens = [
            FormToken::Absent,
            FormToken::Forged,
            FormToken::Genuine { age_ms: 10.0 },
            FormToken::Genuine { age_ms: 1e12 },
        ];
        for token in tokens {
            assert!(!is_suspect(score(false, "", Signals { token, ..PERSON })), "{token:?}");
        }
        assert!(!is_suspect(score(false, &"https://x.example ".repeat(9), PERSON)));
        assert!(!is_suspect(score(false, "", Signals { origin: SubmitOrigin::Absent, token: FormToken::Absent })));
    }

    #[test]
    fn two_strong_signs_are() {
        let fast = Signals { token: FormToken::Genuine { age_ms: 10.0 }, ..PERSON };
        assert!(is_suspect(score(false, &"https://x.example ".repeat(9), fast)));
    }
}
