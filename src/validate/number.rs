//! What the text of a JSON number amounts to, exactly, without the tables of a float parser (8 KB of wasm).

/// A decimal number: `0.d₁d₂d₃… × 10^exponent`, without zeros at either end of the digits.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Reads the text of a JSON number, whose grammar has been checked.
    fn read(text: &[u8]) -> Self {
        let negative = text.first() == Some(&b'-');
        let mut digits = Vec::with_capacity(text.len());
        let (mut exponent, mut behind_point) = (0_i64, false);
        let mut rest = text.iter();
        for &byte in rest.by_ref() {
            match byte {
                b'0'..=b'9' => {
                    // Zeros in front of the first digit move the point alone.
                    let leading = digits.is_empty() && byte == b'0';
                    exponent += i64::from(!behind_point && !leading) - i64::from(behind_point && leading);
                    if !leading {
                        digits.push(byte - b'0');
                    }
                }
                b'.' => behind_point = true,
                b'e' | b'E' => break,
                _ => {}
            }
        }
        let (mut power, mut negative_power) = (0_i64, false);
        for &byte in rest {
            match byte {
                b'0'..=b'9' => {
                    power = power.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
                }
                _ => negative_power |= byte == b'-',
            }
        }
        exponent = exponent.saturating_add(if negative_power { -power } else { power });
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self { negative, digits, exponent }
    }
}

/// The digits of 2^1024 − 2^970, from which on a number rounds to infinity.
const INFINITE: &[u8] = b"17976931348623158079372897140530341507993413271003782693617";

/// Whether the number is beyond the range of an `f64`.
pub(super) fn overflows(text: &[u8]) -> bool {
    // Shorter numbers without an exponent cannot, and are nearly all there are.
    if text.len() < 309 && !text.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return false;
    }
    let number = Decimal::read(text);
    if number.digits.is_empty() || number.exponent != 309 {
        return !number.digits.is_empty() && number.exponent > 309;
    }
    let limit = INFINITE.iter().map(|digit| digit - b'0');
    number.digits.iter().copied().cmp(limit).is_ge()
}

/// The whole number that the text says, at the nearest end of the range if it is beyond; `None` if it has a fraction.
pub(super) fn integer(text: &[u8]) -> Option<i64> {
    let number = Decimal::read(text);
    if number.digits.is_empty() {
        return Some(0);
    }
    let length = i64::try_from(number.digits.len()).unwrap_or(i64::MAX);
    if number.exponent < length {
        return None;
    }
    let mut value = 0_i64;
    if number.exponent > 18 {
        value = i64::MAX;
    } else {
        for position in 0..number.exponent {
            let digit = usize::try_from(position).ok().and_then(|at| number.digits.get(at));
            value = value * 10 + i64::from(*digit.unwrap_or(&0));
        }
    }
    Some(if number.negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_overflows_where_f64_becomes_infinite() {
        for (text, expected) in [
            ("1e999", true),
            ("-1e999", true),
            ("1.7976931348623157e308", false),
            ("1.7976931348623158e308", false),
            ("1.7976931348623159e308", true),
            ("17976931348623157e292", false),
            ("0.00001e400", true),
            ("0e99999999999999999999", false),
            ("1e-99999999999999999999", false),
            ("1e99999999999999999999", true),
        ] {
            assert_eq!(overflows(text.as_bytes()), expected, "{text}");
            assert_eq!(text.parse::<f64>().unwrap().is_infinite(), expected, "{text}");
        }
        assert!(overflows("9".repeat(400).as_bytes()));
    }

    #[test]
    fn whole_numbers_are_whole_however_they_are_written() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("100", Some(100)),
            ("1.0", Some(1)),
            ("1e2", Some(100)),
            ("1.5e1", Some(15)),
            ("-7", Some(-7)),
            ("1.5", None),
            ("1e-1", None),
            ("1e30", Some(i64::MAX)),
        ] {
            assert_eq!(integer(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn overflow_agrees_with_the_standard_library(text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?") {
            prop_assert_eq!(overflows(text.as_bytes()), text.parse::<f64>().unwrap().is_infinite());
        }

        #[test]
        fn integers_agree_with_the_standard_library(value in -1_000_000_000_i64..1_000_000_000, zeros in 0_usize..4) {
            let text = format!("{value}.{}", "0".repeat(zeros + 1));
            prop_assert_eq!(integer(text.as_bytes()), Some(value));
        }
    }
}
