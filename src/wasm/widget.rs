//! The widget's face: the rules of one form field, asked while a visitor types.
//!
//! It is given a field's name and text and answers which rule is broken; the words are the page's. It holds no state, builds
//! no values and formats nothing, because every byte of it is loaded by a phone.

use crate::intake::field::{goes_into_notes, limit_in_notes};
use crate::model::CreateLead;
use crate::phone::{self, Reason};
use crate::validate::{self, Rule};
use wasm_bindgen::prelude::wasm_bindgen;

/// What is wrong with a field.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Problem {
    /// Nothing.
    None = 0,
    /// It has to be filled in.
    Required = 1,
    /// It has more UTF-16 units than the limit.
    TooLong = 2,
    /// It is no e-mail address.
    Email = 3,
    /// It breaks another rule.
    Other = 4,
    /// It is a phone number without digits.
    PhoneEmpty = 5,
    /// It is a phone number with letters.
    PhoneLetters = 6,
    /// It is two phone numbers or more.
    PhoneSeveral = 7,
    /// It is a phone number with a character that none has.
    PhoneCharacters = 8,
    /// It is a phone number that names no country, and no Indonesian one.
    PhoneCountry = 9,
    /// It is a phone number that begins as none does.
    PhoneBeginning = 10,
    /// It is a phone number with too few digits.
    PhoneShort = 11,
    /// It is a phone number with too many digits.
    PhoneLong = 12,
}

impl From<Reason> for Problem {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Empty => Self::PhoneEmpty,
            Reason::Letters => Self::PhoneLetters,
            Reason::SeveralNumbers => Self::PhoneSeveral,
            Reason::Characters => Self::PhoneCharacters,
            Reason::NoCountry => Self::PhoneCountry,
            Reason::Beginning => Self::PhoneBeginning,
            Reason::TooShort => Self::PhoneShort,
            Reason::TooLong => Self::PhoneLong,
        }
    }
}

/// Checks one field of a public form: a [`Problem`] in the low four bits, its limit above them.
///
/// Names are those of a public form: four of [`CreateLead`], `message`, and all others, which are the form's own and have a limit
/// alone. An empty text is a field left out.
#[wasm_bindgen]
#[must_use]
pub fn check(name: &str, text: &str) -> u32 {
    let (problem, limit) = judge(name, text);
    problem as u32 | limit << 4
}

fn judge(name: &str, text: &str) -> (Problem, u32) {
    if goes_into_notes(name) {
        let limit = limit_in_notes(name);
        let fits = validate::rules::utf16_len(text) <= limit;
        return if fits { (Problem::None, 0) } else { (Problem::TooLong, limit as u32) };
    }
    let Some(field) = CreateLead::SCHEMA.field(name) else {
        return (Problem::None, 0);
    };
    if text.is_empty() {
        let problem = if field.required { Problem::Required } else { Problem::None };
        return (problem, 0);
    }
    // People write phone numbers with spaces and brackets: what is sent is held to the limit, not what is typed.
    if name == "phone" {
        return (phone::why_not(text).map_or(Problem::None, Problem::from), 0);
    }
    match validate::field(text, &field.kind) {
        Ok(()) => (Problem::None, 0),
        Err(Rule::TooLong(limit)) => (Problem::TooLong, limit),
        Err(Rule::Email) => (Problem::Email, 0),
        Err(_) => (Problem::Other, 0),
    }
}
