//! How suspicious a submission is: the sum of the signs that it shows. Nothing is dropped; from the form's threshold on a person
//! looks at it first. It is given what was read and what is known of how it came; to find that out is the caller's work.
//!
//! At the default threshold of 60 a sign of 60 or more is enough by itself: no visitor of the form's own page shows it, or the
//! form's challenge would be none without it. Every other one happens to honest people, so it takes two or three of them.

use serde::{Deserialize, Serialize};

use super::field::goes_into_notes;
use super::submission::Submission;
use super::turnstile::Challenge;

/// A sign that a submission may not be a customer's.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sign {
    /// Its name, which stays what it is for good.
    pub code: &'static str,
    /// What it adds to the score.
    pub weight: u32,
    /// When it is shown.
    pub doc: &'static str,
}

/// Writes each sign once; its documentation is the sentence of the reference.
macro_rules! signs {
    ($($(#[doc = $doc:literal])+ $code:ident: $weight:literal,)+) => {
        $($(#[doc = $doc])+ const $code: Sign = Sign { code: stringify!($code), weight: $weight, doc: concat!($($doc),+).trim_ascii_start() };)+

        /// All signs there are.
        pub const SIGNS: &[Sign] = &[$($code),+];
    };
}

signs! {
    /// The field that no person sees was filled in.
    HONEYPOT: 100,
    /// The page that sent it is none of the form's.
    ORIGIN_FOREIGN: 60,
    /// No page named itself.
    ORIGIN_ABSENT: 10,
    /// The page did not ask for a form token.
    TOKEN_ABSENT: 10,
    /// The form token is not one of ours, or another form's.
    TOKEN_FORGED: 30,
    /// It was sent within 2 seconds after the form was first touched.
    TOO_FAST: 30,
    /// It was sent more than a day after the form was first touched.
    TOO_OLD: 10,
    /// The message and the form's own fields have 2 to 4 links.
    SOME_LINKS: 20,
    /// The message and the form's own fields have 5 links or more.
    MANY_LINKS: 40,
    /// The message or a field of the form's own has links in HTML or BBCode, which no form shows.
    LINK_MARKUP: 40,
    /// A name has a link in it.
    LINK_IN_NAME: 40,
    /// The challenge was not solved: its token is forged, or of another site or action.
    TURNSTILE_FAILED: 60,
    /// The form has a challenge, and no token of it came.
    TURNSTILE_ABSENT: 60,
    /// The challenge's token is older than 5 minutes or was used before, as that of a visitor who was offline is.
    TURNSTILE_SPENT: 40,
    /// The challenge's token came with another submission before. Held whatever the form's threshold is.
    TURNSTILE_REPLAYED: 100,
    /// The verifier could not be asked. Held whatever the form's threshold is.
    TURNSTILE_UNAVAILABLE: 100,
}

/// The score from which on a form holds a submission unless it says otherwise.
pub(crate) const THRESHOLD: u32 = 60;
/// The highest threshold of a form: a sign of this weight always holds.
pub(crate) const HIGHEST_THRESHOLD: u32 = 100;

/// Faster than a person fills in a form, in milliseconds.
pub const TOO_FAST_MS: f64 = 2_000.0;
/// Older than a page stays open, in milliseconds.
pub const TOO_OLD_MS: f64 = 24.0 * 3_600_000.0;

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
    /// What became of its challenge.
    pub challenge: Challenge,
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

/// The signs that a submission shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    signs: Vec<&'static Sign>,
}

impl Assessment {
    /// The sum of the weights.
    #[must_use]
    pub fn score(&self) -> u32 {
        self.signs.iter().map(|sign| sign.weight).sum()
    }

    /// The codes of the signs, with spaces between them. Nothing that a visitor typed is among them.
    #[must_use]
    pub fn reason(&self) -> String {
        self.signs.iter().map(|sign| sign.code).collect::<Vec<_>>().join(" ")
    }
}

/// The reason of a submission whose challenge's token came before: only the outbox, which keeps both, can see that.
#[must_use]
pub fn replayed(reason: Option<&str>) -> String {
    match reason {
        Some(reason) => format!("{reason} {}", TURNSTILE_REPLAYED.code),
        None => TURNSTILE_REPLAYED.code.to_owned(),
    }
}

/// Looks for the signs in a submission.
#[must_use]
pub fn assess(submission: &Submission, signals: Signals) -> Assessment {
    let field = |name: &str| submission.fields.get(name).map_or("", String::as_str);
    let honeypot = submission.honeypot.then_some(&HONEYPOT);
    let origin = match signals.origin {
        SubmitOrigin::Listed => None,
        SubmitOrigin::Absent => Some(&ORIGIN_ABSENT),
        SubmitOrigin::Foreign => Some(&ORIGIN_FOREIGN),
    };
    let token = match signals.token {
        FormToken::Absent => Some(&TOKEN_ABSENT),
        FormToken::Forged => Some(&TOKEN_FORGED),
        FormToken::Genuine { age_ms } if age_ms < TOO_FAST_MS => Some(&TOO_FAST),
        FormToken::Genuine { age_ms } if age_ms > TOO_OLD_MS => Some(&TOO_OLD),
        FormToken::Genuine { .. } => None,
    };
    let texts = || submission.fields.iter().filter(|(name, _)| goes_into_notes(name)).map(|(_, text)| text.as_str());
    let links = match texts().flat_map(|text| text.matches("://")).count() {
        0..=1 => None,
        2..=4 => Some(&SOME_LINKS),
        _ => Some(&MANY_LINKS),
    };
    let markup =
        ["<a ", "[url", "[link"].iter().any(|tag| texts().any(|text| contains(text, tag))).then_some(&LINK_MARKUP);
    let linked = |name| contains(field(name), "://") || contains(field(name), "www.");
    let name = (linked("firstName") || linked("lastName")).then_some(&LINK_IN_NAME);
    let challenge = match signals.challenge {
        Challenge::Unasked | Challenge::Passed => None,
        Challenge::Failed => Some(&TURNSTILE_FAILED),
        Challenge::Absent => Some(&TURNSTILE_ABSENT),
        Challenge::Spent => Some(&TURNSTILE_SPENT),
        Challenge::Unavailable | Challenge::Misconfigured => Some(&TURNSTILE_UNAVAILABLE),
    };
    let signs = [honeypot, origin, token, links, markup, name, challenge];
    Assessment { signs: signs.into_iter().flatten().collect() }
}

/// Whether a text has a word of ASCII in it, in either case.
fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const PERSON: Signals = Signals {
        origin: SubmitOrigin::Listed,
        token: FormToken::Genuine { age_ms: 20_000.0 },
        challenge: Challenge::Passed,
    };

    fn with(fields: &[(&str, &str)]) -> Submission {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Submission { fields, ..Submission::default() }
    }

    fn message(text: &str) -> Assessment {
        assess(&with(&[("message", text)]), PERSON)
    }

    fn came(signals: Signals) -> Assessment {
        assess(&Submission::default(), signals)
    }

    #[test]
    fn a_person_on_our_page_shows_no_sign() {
        let submission = with(&[("firstName", "Andi"), ("lastName", "W."), ("message", "see https://toko.example/a")]);

        let assessment = assess(&submission, PERSON);

        assert_eq!((assessment.score(), assessment.reason().as_str()), (0, ""));
        assert_eq!(came(Signals { challenge: Challenge::Unasked, ..PERSON }).score(), 0);
    }

    #[test]
    fn each_sign_is_named_by_what_shows_it() {
        let token = |token| came(Signals { token, ..PERSON }).reason();
        let origin = |origin| came(Signals { origin, ..PERSON }).reason();
        let challenge = |challenge| came(Signals { challenge, ..PERSON }).reason();
        let links = |count| message(&"https://x.example ".repeat(count)).reason();
        let shown = [
            assess(&Submission { honeypot: true, ..Submission::default() }, PERSON).reason(),
            origin(SubmitOrigin::Foreign),
            origin(SubmitOrigin::Absent),
            token(FormToken::Absent),
            token(FormToken::Forged),
            token(FormToken::Genuine { age_ms: TOO_FAST_MS - 1.0 }),
            token(FormToken::Genuine { age_ms: TOO_OLD_MS + 1.0 }),
            links(2),
            links(5),
            message("<A href=x>").reason(),
            assess(&with(&[("firstName", "Win WWW.evil.example")]), PERSON).reason(),
            challenge(Challenge::Failed),
            challenge(Challenge::Absent),
            challenge(Challenge::Spent),
            replayed(None),
            challenge(Challenge::Unavailable),
        ];

        assert_eq!(shown.to_vec(), SIGNS.iter().map(|sign| sign.code).collect::<Vec<_>>());
        assert_eq!(challenge(Challenge::Misconfigured), "TURNSTILE_UNAVAILABLE");
        assert_eq!(assess(&with(&[("lastName", "https://x")]), PERSON).reason(), "LINK_IN_NAME");
        assert_eq!(message("[URL=x]").reason(), "LINK_MARKUP");
        assert_eq!(assess(&with(&[("company", "[url=x]")]), PERSON).reason(), "LINK_MARKUP");
        assert_eq!(assess(&with(&[("website", "https://toko.example")]), PERSON).reason(), "");
        let spread = with(&[("website", "https://x"), ("company", "https://y"), ("message", "z")]);
        assert_eq!(assess(&spread, PERSON).reason(), "SOME_LINKS");
        assert_eq!((links(1), links(4)), (String::new(), "SOME_LINKS".to_owned()));
    }

    #[test]
    fn a_token_counts_from_two_seconds_to_a_day() {
        for age_ms in [TOO_FAST_MS, TOO_OLD_MS] {
            assert_eq!(came(Signals { token: FormToken::Genuine { age_ms }, ..PERSON }).score(), 0);
        }
        // A clock that was set back.
        assert_eq!(came(Signals { token: FormToken::Genuine { age_ms: -1e12 }, ..PERSON }).reason(), "TOO_FAST");
    }

    #[test]
    fn no_sign_that_honest_visitors_show_without_a_challenge_is_enough_by_itself() {
        let alone: Vec<_> = SIGNS.iter().filter(|sign| sign.weight >= THRESHOLD).map(|sign| sign.code).collect();

        assert_eq!(
            alone,
            [
                "HONEYPOT",
                "ORIGIN_FOREIGN",
                "TURNSTILE_FAILED",
                "TURNSTILE_ABSENT",
                "TURNSTILE_REPLAYED",
                "TURNSTILE_UNAVAILABLE"
            ]
        );
        assert_eq!(replayed(Some("TOO_FAST")), "TOO_FAST TURNSTILE_REPLAYED");
    }

    #[test]
    fn a_page_without_our_script_is_not_held_for_that() {
        let plain = Signals { origin: SubmitOrigin::Absent, token: FormToken::Absent, challenge: Challenge::Unasked };

        assert!(came(plain).score() < THRESHOLD);
    }

    #[test]
    fn a_late_visitor_is_not_held_for_being_late_and_one_sign_more_is_too_much() {
        let late = Signals { challenge: Challenge::Spent, token: FormToken::Genuine { age_ms: 1e9 }, ..PERSON };

        assert!(came(late).score() < THRESHOLD);
        assert!(came(Signals { origin: SubmitOrigin::Absent, ..late }).score() >= THRESHOLD);
        assert!(came(Signals { token: FormToken::Forged, ..late }).score() >= THRESHOLD);
    }

    #[test]
    fn a_verifier_that_is_down_holds_at_every_threshold() {
        assert!(came(Signals { challenge: Challenge::Unavailable, ..PERSON }).score() >= HIGHEST_THRESHOLD);
    }

    #[test]
    fn every_code_is_there_once_and_every_sign_counts() {
        assert_eq!(SIGNS.iter().map(|sign| sign.code).collect::<BTreeSet<_>>().len(), SIGNS.len());
        for sign in SIGNS {
            assert!(sign.weight > 0 && sign.doc.ends_with('.'), "{sign:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_visitor_types_the_reason_is_made_of_codes(text in "\\PC{0,80}", name in "\\PC{0,40}") {
            let signals = Signals { origin: SubmitOrigin::Foreign, ..PERSON };
            let assessment = assess(&with(&[("message", &text), ("firstName", &name)]), signals);

            let weights = assessment.reason().split(' ').map(|code| SIGNS.iter().find(|sign| sign.code == code).unwrap().weight).sum::<u32>();
            prop_assert_eq!(weights, assessment.score());
        }
    }
}
