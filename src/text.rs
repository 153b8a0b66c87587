//! Text from parts and from bytes. The standard library's ways bring formatting and searching machinery with them that
//! would be a tenth of the wasm binaries, so the core keeps to these.

use std::borrow::Cow;

/// The parts, one behind the other.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// Whether a character turns the direction in which all that follows is shown: U+202A–E and U+2066–9. A contact that is copied from
/// a telephone has them around its number; elsewhere they make a text look like another.
pub(crate) fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A number in decimal.
pub(crate) fn decimal(value: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, value);
    text
}

/// Appends a number in decimal.
pub(crate) fn push_decimal(text: &mut String, value: u64) {
    if value >= 10 {
        push_decimal(text, value / 10);
    }
    text.push(char::from(b'0' + (value % 10) as u8));
}

/// Bytes as text, where what is not UTF-8 becomes U+FFFD.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    let mut rest = bytes;
    let mut text = String::new();
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(all) if text.is_empty() => return all.into(),
            Ok(all) => {
                text.push_str(all);
                return text.into();
            }
            Err(error) => error,
        };
        let good = rest.get(..error.valid_up_to()).unwrap_or_default();
        text.push_str(std::str::from_utf8(good).unwrap_or_default());
        text.push('\u{FFFD}');
        let bad = error.error_len().unwrap_or(rest.len());
        rest = rest.get(good.len() + bad..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_is_what_the_standard_library_makes_of_it(value in any::<u64>(), bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            prop_assert_eq!(decimal(value), value.to_string());
            prop_assert_eq!(lossy(&bytes), String::from_utf8_lossy(&bytes));
        }
    }
}
