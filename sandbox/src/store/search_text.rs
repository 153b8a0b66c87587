//! What search compares: a lead's names, e-mail and phone in one lower-case text, both codes in another, so that one
//! `instr` a column answers a search in any script, and `%` or `_` mean themselves. Fields are kept apart by a control character.

use serde_json::Value;

const APART: char = '\u{1f}';

/// First, last and full name, e-mail, phone.
pub(super) fn text<'a>(value: impl Fn(&str) -> &'a Value) -> String {
    let field = |name| value(name).as_str().unwrap_or_default();
    let names = [field("firstName"), field("lastName")];
    // The full name holds the first and the last.
    let full = if names[1].is_empty() { names[0].to_owned() } else { names.join(" ") };
    join(&[&full, field("email"), field("phone")])
}

/// Both codes.
pub(super) fn codes<'a>(value: impl Fn(&str) -> &'a Value) -> String {
    let field = |name| value(name).as_str().unwrap_or_default();
    join(&[field("uniqueCode"), field("externalRef")])
}

/// What to look for in [`codes`] when a code has to be met whole.
pub(super) fn whole(search: &str) -> String {
    join(&[search])
}

/// What to look for when a part will do.
pub(super) fn part(search: &str) -> String {
    search.to_lowercase()
}

fn join(fields: &[&str]) -> String {
    let mut joined = String::from(APART);
    for field in fields {
        joined.push_str(&field.to_lowercase());
        joined.push(APART);
    }
    joined
}
