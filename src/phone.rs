//! Decides how a phone number that a person typed is written on the wire: `+` and digits. It is given the text alone and
//! allocates nothing but the answer, so the widget can run it at each keystroke. Whether a phone is required at all is the
//! form's business.

mod reason;

pub use reason::{Reason, why_not};

use crate::text::{joined, turns};

/// The longest number that may travel, in characters with its `+` (the API's `phone` takes 20; E.164 needs 16).
pub const MAX_LENGTH: usize = 20;

/// Indonesia's country code, assumed when a number names none.
const HOME: &str = "62";

/// The shortest number of any country, with its code.
const SHORTEST: usize = 7;

/// Behind so many digits a slash begins another number; before, it parts an area's code from the rest.
const AREA: usize = 6;

/// A decimal digit of any keyboard that is in use here: ASCII, full-width, Arabic and Persian.
fn digit(character: char) -> Option<char> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(char::from(b'0' + (character as u32 - zero as u32) as u8))
}

/// Characters that people, keyboards and copied contacts put between digits: spaces, hyphens, dots, brackets and slashes of both widths, and
/// what is not seen at all.
fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '-' | '.' | '(' | ')' | '/' | '\t' | '\u{a0}' | '\u{2000}'..='\u{2015}' | '\u{202f}' | '\u{2212}' | '\u{3000}'
            | '\u{feff}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0d}'..='\u{ff0f}'
    ) || turns(character)
}

fn is_plus(character: char) -> bool {
    matches!(character, '+' | '\u{ff0b}')
}

/// Writes a number as `+` and digits, or answers `None` when it cannot be one; [`why_not`] says why.
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
    read(text).ok()
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
            let digits = |text: &str| text.chars().filter_map(digit).collect::<String>();
            let (one, other) = (digits(one), digits(other));
            !one.is_empty() && one == other
        }
        _ => false,
    }
}

/// The number, or the first reason why there is none.
fn read(text: &str) -> Result<String, Reason> {
    let (international, digits) = digits(text.trim())?;
    let abroad = if international || digits.starts_with(HOME) { Some(&*digits) } else { digits.strip_prefix("00") };
    let national = match abroad {
        // "+62 (0)812": the zero is for calls within the country.
        Some(abroad) => abroad.strip_prefix(HOME).map(|national| national.strip_prefix('0').unwrap_or(national)),
        None if digits.starts_with('8') => Some(&*digits),
        None => digits.strip_prefix('0'),
    };
    let (code, number) = match (national, abroad) {
        (Some(national), _) => (HOME, plausible(national, if national.starts_with('8') { 9 } else { 8 }, 12, '1')?),
        (None, Some(abroad)) => ("", plausible(abroad, SHORTEST, 15, '0')?),
        (None, None) if digits.len() < SHORTEST => return Err(Reason::TooShort),
        (None, None) => return Err(Reason::NoCountry),
    };
    Ok(joined(&["+", code, number]))
}

/// The digits, and whether a `+` stood before them.
fn digits(text: &str) -> Result<(bool, String), Reason> {
    let mut international = false;
    let mut digits = String::new();
    for character in text.chars() {
        if let Some(digit) = digit(character) {
            digits.push(digit);
        } else if is_plus(character) && digits.is_empty() && !international {
            international = true;
        } else if matches!(character, '/' | '\u{ff0f}') && digits.len() > AREA {
            return Err(Reason::SeveralNumbers);
        } else if !is_separator(character) {
            return Err(Reason::of(character));
        }
        if digits.len() > MAX_LENGTH {
            return Err(Reason::TooLong);
        }
    }
    if digits.is_empty() { Err(Reason::Empty) } else { Ok((international, digits)) }
}

/// A number of as many digits as numbers have, which begins with none that `none` is or that is below it.
fn plausible(number: &str, shortest: usize, longest: usize, none: char) -> Result<&str, Reason> {
    if number.starts_with(|first| first <= none) {
        Err(Reason::Beginning)
    } else if number.len() < shortest {
        Err(Reason::TooShort)
    } else if number.len() > longest {
        Err(Reason::TooLong)
    } else {
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample;

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
            "0062 (0) 812 3456 7890",
            "+62(0)812.3456.7890",
            "0812/34567890",
            "０８１２－３４５６－７８９０",
            "＋６２　８１２　３４５６　７８９０",
            "٠٨١٢ ٣٤٥٦ ٧٨٩٠",
            "\u{200f}+۶۲ ۸۱۲ ۳۴۵۶ ۷۸۹۰\u{200f}",
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
            "0812345678901234",
            "0000 0000 0000",
            "+62 0 0812 3456 789",
            "0112 345 678",
            "021-5550123/24",
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
        fn an_indonesian_number_is_the_same_in_every_writing(
            national in "[2-9][0-9]{8,11}",
            prefix in sample::select(vec!["0", "62", "+62", "0062", "+62(0)", "62 0", "\u{ff0b}62", ""]),
            gaps in prop::collection::vec(sample::select(vec!["", "", " ", "-", ".", "\u{a0}", "\u{2011}"]), 12),
            zero in sample::select(vec!['0', '\u{660}', '\u{6f0}', '\u{ff10}']),
        ) {
            // Without any prefix only a mobile number is known for one.
            let national = if prefix.is_empty() { ["8", &national[1..]].concat() } else { national };
            let spaced: String = national.chars().zip(gaps).flat_map(|(digit, gap)| [gap.to_owned(), digit.to_string()]).collect();
            let typed: String = [prefix, &spaced].concat().chars().map(|it| match it.to_digit(10) {
                Some(value) => char::from_u32(u32::from(zero) + value).unwrap(),
                None => it,
            }).collect();

            prop_assert_eq!(normalise(&typed), Some(format!("+62{national}")), "{}", typed);
        }

        #[test]
        fn a_number_of_another_country_passes_in_e164(code in "[134579][0-9]{6,14}") {
            for typed in [format!("+{code}"), format!("00{code}"), format!("+{} {}", &code[..2], &code[2..])] {
                prop_assert_eq!(normalise(&typed), Some(format!("+{code}")), "{}", typed);
            }
        }

        #[test]
        fn any_text_gets_an_answer(text in "\\PC*") {
            let _ = normalise(&text);
        }
    }
}
