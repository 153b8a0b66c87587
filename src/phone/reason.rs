//! Why a text is no phone number, so that a person can be told what to change. It is asked about what `normalise` would not have.

use super::{is_separator, normalise};

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// There is no digit in it.
    Empty,
    /// Letters stand among the digits.
    Letters,
    /// It holds two numbers or more.
    SeveralNumbers,
    /// It holds a character that no number has.
    Characters,
    /// It names no country, and is no Indonesian number.
    NoCountry,
    /// It has too few digits.
    TooShort,
    /// It has too many digits.
    TooLong,
}

impl Reason {
    /// The reason's stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::Letters => "LETTERS",
            Self::SeveralNumbers => "SEVERAL_NUMBERS",
            Self::Characters => "CHARACTERS",
            Self::NoCountry => "NO_COUNTRY",
            Self::TooShort => "TOO_SHORT",
            Self::TooLong => "TOO_LONG",
        }
    }
}

/// Why [`normalise`] has no number for a text; `None` when it has.
///
/// ```
/// use konektor::phone::{Reason, why_not};
///
/// assert_eq!(why_not("0812-3456-7890"), None);
/// assert_eq!(why_not("0812 3456 7890 / 0813 3456 7890"), Some(Reason::SeveralNumbers));
/// ```
#[must_use]
pub fn why_not(text: &str) -> Option<Reason> {
    if normalise(text).is_some() {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_plus = |character: char| matches!(character, '+' | '＋');
    Some(if text.chars().any(char::is_alphabetic) {
        Reason::Letters
    } else if !text.chars().any(char::is_numeric) {
        Reason::Empty
    } else if text.split(|it: char| is_plus(it) || ",;/&|\n".contains(it)).filter(|part| is_long(part)).count() > 1 {
        Reason::SeveralNumbers
    } else if text.trim().chars().any(|it| !it.is_ascii_digit() && !is_separator(it) && !is_plus(it)) {
        Reason::Characters
    } else if digits.len() > 15 {
        Reason::TooLong
    } else if !text.contains(is_plus) && !digits.starts_with(['0', '8']) && !digits.starts_with("62") {
        Reason::NoCountry
    } else if digits.len() < 10 {
        Reason::TooShort
    } else if text.chars().filter(|it| is_plus(*it)).count() > 1 || digits.starts_with('0') && text.contains(is_plus) {
        Reason::Characters
    } else {
        Reason::TooLong
    })
}

/// A part that is a number by itself.
fn is_long(part: &str) -> bool {
    part.chars().filter(char::is_ascii_digit).count() >= 7
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_person_is_told_what_to_change() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("+", Reason::Empty),
            ("call me", Reason::Letters),
            ("0812x3456789", Reason::Letters),
            ("O812 3456 7890", Reason::Letters),
            ("0812 3456 7890, 0813 3456 7890", Reason::SeveralNumbers),
            ("+6281234567890+6281334567890", Reason::SeveralNumbers),
            ("0812 3456 7890\n0813 3456 7890", Reason::SeveralNumbers),
            ("0812*3456*7890", Reason::Characters),
            ("555 0123", Reason::NoCountry),
            ("0812", Reason::TooShort),
            ("+62 812", Reason::TooShort),
            ("08123456789012345", Reason::TooLong),
        ] {
            assert_eq!(why_not(text), Some(reason), "{text:?}");
        }
        assert_eq!(why_not("+65 6123 4567"), None);
    }

    proptest! {
        #[test]
        fn there_is_a_reason_exactly_where_there_is_no_number(text in "\\PC*", number in "[+]?[0-9 /+*a-]{0,20}") {
            for text in [text, number] {
                prop_assert_eq!(why_not(&text).is_none(), normalise(&text).is_some());
            }
        }
    }
}
