//! Decides how a phone number that a person typed is written on the wire: `+` and digits. It is given the text alone and
//! allocates nothing but the answer, so the widget can run it at each keystroke. Whether a phone is required at all is the
//! form's business.

mod reason;

pub use reason::{Reason, why_not};

use crate::text::turns;

/// The longest number that may travel, in characters with its `+` (the API's `phone` takes 20; E.164 needs 16).
pub const MAX_LENGTH: usize = 20;

/// Indonesia's country code, assumed when a number names none.
const HOME: &str = "62";

/// Characters that people put between digits.
fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '-' | '.' | '(' | ')' | '/' | '\t' | '\u{a0}' | '\u{2010}'..='\u{2015}')
        || turns(character)
}

/// Writes a number as `+` and digits, or answers `None` when it cannot be one.
///
/// Indonesian numbers are understood however they are typed; a number of another country needs its `+` (or `00`) and is
/// otherwise left as it is.
///
/// ```
/// use konektor::phone::normalise;
///
/// assert_eq!(normalise("0812-3456-7890").as_deref(), Some("+6281234567890"));
/// assert_eq!(normalise("+65 6123 4567").as_deref(), Some("+6561234567"));
/// assert_eq!(normalise("call me"), None);
/// ```
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    let (international, digits) = read(text.trim())?;
    let number = match (international, digits.as_str()) {
        (true, _) => digits.strip_prefix("620").map_or_else(|| digits.clone(), home),
        (false, local) => {
            if let Some(national) = local.strip_prefix("00") {
                national.to_owned()
            } else if let Some(national) = local.strip_prefix('0') {
                home(national)
            } else if let Some(national) = local.strip_prefix(HOME) {
                home(national.strip_prefix('0').unwrap_or(national))
            } else if local.starts_with('8') {
                home(local)
            } else {
                return None;
            }
        }
    };
    plausible(&number).then(|| ["+", &number].concat())
}

/// Whether two texts are the same number, compared by digits: `+6281234567890` is `6281234567890`.
///
/// ```
/// assert!(konektor::phone::same("+6281234567890", "0812 3456 7890"));
/// ```
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    match (normalise(one), normalise(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let (one, other) = (digits(one), digits(other));
            !one.is_empty() && one == other
        }
        _ => false,
    }
}

/// The digits, and whether a `+` stood before them; `None` for any other character.
fn read(text: &str) -> Option<(bool, String)> {
    let mut international = false;
    let mut digits = String::new();
    for character in text.chars() {
        match character {
            '+' | '＋' if digits.is_empty() && !international => international = true,
            '0'..='9' => digits.push(character),
            separator if is_separator(separator) => {}
            _ => return None,
        }
        if digits.len() > MAX_LENGTH {
            return None;
        }
    }
    Some((international, digits))
}

fn home(national: &str) -> String {
    // Not `format!`, whose machinery would cost the widget kilobytes.
    [HOME, national].concat()
}

/// E.164 allows 15 digits and no leading zero; an Indonesian subscriber number has at least 8.
fn plausible(number: &str) -> bool {
    let shortest = if number.starts_with(HOME) { 10 } else { 7 };
    !number.starts_with('0') && (shortest..=15).contains(&number.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_indonesian_number_has_many_spellings() {
        for spelling in [
            "081234567890",
            "0812-3456-7890",
            "0812.3456.7890",
            "(0812) 3456 7890",
            "+62 812 3456 7890",
            "+62 (0)812 3456 7890",
            "62812 3456 7890",
            "6208123456 7890",
            "812 3456 7890",
            "0062 812 3456 7890",
            " \u{202a}+6281234567890\u{202c} ",
            "0812\u{2011}3456\u{2011}7890",
        ] {
            assert_eq!(normalise(spelling).as_deref(), Some("+6281234567890"), "{spelling:?}");
        }
    }

    #[test]
    fn a_landline_keeps_its_area_code() {
        assert_eq!(normalise("(021) 555-0123").as_deref(), Some("+62215550123"));
    }

    #[test]
    fn a_foreign_number_is_kept_when_it_says_so() {
        assert_eq!(normalise("+1 (555) 010-0199").as_deref(), Some("+15550100199"));
        assert_eq!(normalise("0065 6123 4567").as_deref(), Some("+6561234567"));
    }

    #[test]
    fn what_cannot_be_a_number_is_refused() {
        for text in [
            "",
            "+",
            "0812",
            "call me",
            "555 0123",
            "+0812345678",
            "08123456789012345",
            "0812x3456789",
            "+62+812345678",
            "٠٨١٢٣٤٥٦٧٨٩٠",
        ] {
            assert_eq!(normalise(text), None, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_compared_by_digits() {
        assert!(same("6281234567890", "+62 812-3456-7890"));
        assert!(same("12", "1-2"));
        assert!(!same("081234567890", "081234567891"));
        assert!(!same("", ""));
    }

    proptest! {
        #[test]
        fn writing_twice_changes_nothing(text in "[+]?[0-9 ()-]{0,24}") {
            if let Some(once) = normalise(&text) {
                prop_assert!(once.len() <= MAX_LENGTH);
                prop_assert_eq!(normalise(&once), Some(once.clone()));
                prop_assert!(same(&text, &once));
            }
        }

        #[test]
        fn any_text_gets_an_answer(text in "\\PC*") {
            let _ = normalise(&text);
        }
    }
}
