//! Why a text is no phone number, so that a person can be told what to change: codes for programs, messages for people.

use super::{digit, is_plus, is_separator, read};

/// No text of two numbers is longer, in bytes; of a longer one only its first fault is told.
const LONGEST_LOOKED_AT: usize = 200;

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
    /// It begins as no number does.
    Beginning,
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
            Self::Beginning => "BEGINNING",
            Self::TooShort => "TOO_SHORT",
            Self::TooLong => "TOO_LONG",
        }
    }

    /// The reason as an answer's `details` tell it.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "Phone number without digits",
            Self::Letters => "Phone number with letters",
            Self::SeveralNumbers => "Two phone numbers",
            Self::Characters => "Phone number with a character that none has",
            Self::NoCountry => "Phone number without its country code",
            Self::Beginning => "Phone number that begins as none does",
            Self::TooShort => "Phone number with too few digits",
            Self::TooLong => "Phone number with too many digits",
        }
    }

    /// The fault of a character that no number has. Without Unicode's tables, which would be half of the widget's rules: what is neither
    /// ASCII nor among the punctuation and the pictures is a letter.
    pub(super) fn of(character: char) -> Self {
        match character {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{1fff}' | '\u{2e80}'..='\u{ffef}' => Self::Letters,
            _ => Self::Characters,
        }
    }
}

/// Why [`normalise`](super::normalise) has no number for a text; `None` when it has.
///
/// ```
/// use konektor::phone::{Reason, why_not};
///
/// assert_eq!(why_not("0812-3456-7890"), None);
/// assert_eq!(why_not("0812 3456 7890 / 0813 3456 7890"), Some(Reason::SeveralNumbers));
/// ```
#[must_use]
pub fn why_not(text: &str) -> Option<Reason> {
    let reason = read(text).err()?;
    Some(if holds_several(text) { Reason::SeveralNumbers } else { reason })
}

/// Takes a number away wherever one ends, and counts.
fn holds_several(text: &str) -> bool {
    let (mut start, mut found) = (0, 0);
    if text.len() > LONGEST_LOOKED_AT {
        return false;
    }
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if digit(character).is_some() {
            continue;
        }
        if text.get(start..at).is_some_and(|part| read(part).is_ok()) {
            found += 1;
            start = at;
        }
        if is_plus(character) {
            start = at;
        } else if !is_separator(character) {
            start = at + character.len_utf8();
        }
    }
    found > 1
}

#[cfg(test)]
mod tests {
    use super::super::normalise;
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    #[test]
    fn a_person_is_told_what_to_change() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("+", Reason::Empty),
            ("call me", Reason::Letters),
            ("0812x3456789", Reason::Letters),
            ("O812 3456 7890", Reason::Letters),
            ("kosong delapan", Reason::Letters),
            ("０８１２あ３４５６", Reason::Letters),
            ("0812 3456 7890, 0813 3456 7890", Reason::SeveralNumbers),
            ("0812 3456 7890 atau 0813 3456 7890", Reason::SeveralNumbers),
            ("0812 3456 7890 0813 3456 7890", Reason::SeveralNumbers),
            ("021-5550123/24", Reason::SeveralNumbers),
            ("+6281234567890+6281334567890", Reason::SeveralNumbers),
            ("0812 3456 7890\n0813 3456 7890", Reason::SeveralNumbers),
            ("٠٨١٢٣٤٥٦٧٨٩٠، ٠٨١٣٣٤٥٦٧٨٩٠", Reason::SeveralNumbers),
            ("0812*3456*7890", Reason::Characters),
            ("📞 0812 3456 7890", Reason::Characters),
            ("+62+812345678", Reason::Characters),
            ("555 0123", Reason::NoCountry),
            ("+0812 3456 7890", Reason::Beginning),
            ("0112 3456 7890", Reason::Beginning),
            ("0000 0000 0000", Reason::Beginning),
            ("12", Reason::TooShort),
            ("0812", Reason::TooShort),
            ("+62 812", Reason::TooShort),
            ("+65 612", Reason::TooShort),
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

        #[test]
        fn two_numbers_are_told_apart_however_they_are_joined(
            numbers in prop::collection::vec("(0|\\+62|62|\\+62 \\(0\\))8[1-9][0-9]{2}[ .-]?[0-9]{4}[ .-]?[0-9]{3,4}", 2..4),
            between in select(vec![" ", ", ", " / ", "/", ";", "\n", " atau ", " & ", " dan/atau ", "|", "、"]),
        ) {
            prop_assert_eq!(why_not(&numbers.join(between)), Some(Reason::SeveralNumbers));
        }

        #[test]
        fn letters_for_digits_are_told(before in "08[0-9]{1,5}", letter in "[A-Za-zéЖ]", after in "[0-9]{1,4}") {
            prop_assert_eq!(why_not(&[before, letter, after].concat()), Some(Reason::Letters));
        }
    }
}
