//! Reads single values out of JSON that has been checked; each comes as the text that it is written in.

use std::borrow::Cow;

use super::{Dialect, Scanner, Syntax};
use crate::validate::issue::JsonType;
#[cfg(any(test, all(target_arch = "wasm32", feature = "wasm-client")))]
use crate::validate::number;

/// The members of an object, in its order: each key with the text of its value.
#[derive(Debug, Default)]
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, &'a [u8])>);

/// Reads the members of an object that has been checked; of anything else there are none.
pub(crate) fn members(bytes: &[u8]) -> Members<'_> {
    let mut members = Vec::new();
    if let Ok(mut scanner) = Scanner::new(bytes, Dialect::Response)
        && scanner.value_type() == Ok(JsonType::Object)
    {
        // What stops being JSON ends the list: the caller has had the bytes checked.
        let _ = scanner.object(|scanner, key, _| {
            let start = scanner.position();
            scanner.skip_value()?;
            members.push((key.decode(), scanner.since(start).trim_ascii_end()));
            Ok::<(), Syntax>(())
        });
    }
    Members(members)
}

impl<'a> Members<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a [u8])> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of a member's value.
    pub(crate) fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// What a member says, if it is a string.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        string(self.get(name)?)
    }
}

#[cfg(any(test, all(target_arch = "wasm32", feature = "wasm-client")))]
/// The whole number that a value is, cut at the ends of the range; `None` for any other value.
pub(crate) fn whole_number(value: &[u8]) -> Option<i64> {
    let is_number = matches!(value.first(), Some(b'-' | b'0'..=b'9'));
    if is_number { number::integer(value) } else { None }
}

/// What a JSON string says; `None` for any other value.
pub(crate) fn string(value: &[u8]) -> Option<Cow<'_, str>> {
    let mut scanner = Scanner::new(value, Dialect::Response).ok()?;
    if scanner.value_type() != Ok(JsonType::String) {
        return None;
    }
    scanner.string().ok().map(|text| text.decode())
}
