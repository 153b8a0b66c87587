//! The widget's face: the rules of one form field, asked while a visitor types.
//!
//! It is given a field's name and text and answers which rule is broken; the words are the page's. It holds no state, builds
//! no values and formats nothing, because every byte of it is loaded by a phone.

use crate::model::CreateLead;
use crate::validate::{self, Rule};
use crate::{attribution, phone};
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
    /// It is no phone number.
    Phone = 4,
    /// It breaks another rule.
    Other = 5,
}

/// Checks one field of a public form: a [`Problem`] in the low three bits, its limit above them.
///
/// Names are those of [`CreateLead`] and `message`; another name is the form's own affair and always right. An empty text is
/// a field left out.
#[wasm_bindgen]
#[must_use]
pub fn check(name: &str, text: &str) -> u32 {
    let (problem, limit) = judge(name, text);
    problem as u32 | limit << 3
}

fn judge(name: &str, text: &str) -> (Problem, u32) {
    if name == "message" {
        let limit = attribution::MESSAGE_LIMIT;
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
        let problem = if phone::normalise(text).is_some() { Problem::None } else { Problem::Phone };
        return (problem, 0);
    }
    match validate::field(text, &field.kind) {
        Ok(()) => (Problem::None, 0),
        Err(Rule::TooLong(limit)) => (Problem::TooLong, limit),
        Err(Rule::Email) => (Problem::Email, 0),
        Err(_) => (Problem::Other, 0),
    }
}
