//! The formats of strings as regular expressions, for readers who have no core at hand. The rules themselves are in
//! `konektor::validate::rules`; the tests here hold that both say the same. JSON Schema's own `email` and `date-time` are
//! other languages: they take `a@b` and want every time to have seconds.
//!
//! The expressions mean the same in ECMAScript, with and without its flag `u`, as in Rust.

/// An e-mail address by the rule of zod 3.
pub const EMAIL: &str =
    concat!(r"^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]", r"@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$");

/// A UUID of any version.
pub const UUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/// An ISO 8601 date that exists, or a date-time with `Z` or an offset.
pub const DATE_TIME: &str = concat!(
    r"^(",
    r"([0-9]{2}([2468][048]|[13579][26]|0[48])|([02468][048]|[13579][26])00)-02-29",
    r"|[0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
    r"|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)",
    r"|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])",
    r")(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9]))?$"
);

#[cfg(test)]
mod tests {
    use konektor::validate::rules;
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// Strings of a format, and strings that differ from one in a character.
    fn nearly(pattern: &'static str, alphabet: &'static str) -> impl Strategy<Value = String> {
        let valid = proptest::string::string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).unwrap();
        let strange = proptest::string::string_regex(alphabet).unwrap();
        (valid, strange, any::<prop::sample::Index>(), 0..3_u8).prop_map(|(text, strange, at, change)| {
            let mut text: Vec<char> = text.chars().collect();
            let at = at.index(text.len());
            match change {
                0 => drop(text.splice(at..=at, strange.chars())),
                1 => drop(text.splice(at..at, strange.chars())),
                _ => {}
            }
            text.into_iter().collect()
        })
    }

    proptest! {
        #[test]
        fn an_address_matches_exactly_when_the_core_takes_it(text in nearly(EMAIL, r"[@.'+_ a0é\n-]?")) {
            prop_assert_eq!(Regex::new(EMAIL).unwrap().is_match(&text), rules::email(&text));
        }

        #[test]
        fn a_uuid_matches_exactly_when_the_core_takes_it(text in nearly(UUID, r"[0-9a-gA-G-]?")) {
            prop_assert_eq!(Regex::new(UUID).unwrap().is_match(&text), rules::uuid(&text));
        }

        #[test]
        fn a_time_matches_exactly_when_the_core_takes_it(text in nearly(DATE_TIME, r"[0-9TZ:.+ २\n-]?")) {
            prop_assert_eq!(Regex::new(DATE_TIME).unwrap().is_match(&text), rules::date_time(&text));
        }
    }

    #[test]
    fn every_day_of_four_centuries_matches_exactly_when_it_exists() {
        let pattern = Regex::new(DATE_TIME).unwrap();
        for year in 1600..=2000 {
            for (month, day) in
                [(2, 28), (2, 29), (2, 30), (4, 30), (4, 31), (12, 31), (12, 32), (13, 1), (0, 1), (1, 0)]
            {
                let text = format!("{year}-{month:02}-{day:02}");
                assert_eq!(pattern.is_match(&text), rules::date_time(&text), "{text}");
            }
        }
    }
}
