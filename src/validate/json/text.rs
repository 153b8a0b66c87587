//! What a JSON string says.

use std::borrow::Cow;

use crate::text::lossy;

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    raw: &'a [u8],
    escaped: bool,
}

impl<'a> Text<'a> {
    pub(super) fn new(raw: &'a [u8], escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// Whether the string says `other`.
    pub(crate) fn is(&self, other: &str) -> bool {
        if self.escaped { self.decode() == other } else { self.raw == other.as_bytes() }
    }

    /// What the string says. What is not Unicode (halves of surrogate pairs, bytes that are not UTF-8) becomes U+FFFD.
    pub(crate) fn decode(&self) -> Cow<'a, str> {
        match self.bytes() {
            Cow::Borrowed(bytes) => lossy(bytes),
            Cow::Owned(bytes) => lossy(&bytes).into_owned().into(),
        }
    }

    /// What the string says, in UTF-8, where half a surrogate pair that was escaped takes the three bytes that its number would
    /// take. Bytes that are not UTF-8 become U+FFFD.
    pub(super) fn bytes(&self) -> Cow<'a, [u8]> {
        // Two keys that are not UTF-8 are equal where a reader finds them equal, who decodes first.
        let raw: Cow<'a, [u8]> = match lossy(self.raw) {
            Cow::Borrowed(text) => text.as_bytes().into(),
            Cow::Owned(text) => text.into_bytes().into(),
        };
        if !self.escaped {
            return raw;
        }
        let mut bytes = Vec::with_capacity(raw.len());
        let mut units = Vec::new();
        let mut rest = raw.as_ref();
        while let Some((&byte, behind)) = rest.split_first() {
            rest = behind;
            if byte != b'\\' {
                flush(&mut units, &mut bytes);
                bytes.push(byte);
                continue;
            }
            let Some((&letter, behind)) = rest.split_first() else {
                break;
            };
            rest = behind;
            units.push(match letter {
                b'b' => 0x08,
                b'f' => 0x0C,
                b'n' => 0x0A,
                b'r' => 0x0D,
                b't' => 0x09,
                b'u' => {
                    let digits = rest.get(..4).unwrap_or(rest);
                    rest = rest.get(4..).unwrap_or_default();
                    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0) as u16;
                    digits.iter().fold(0, |unit, byte| unit << 4 | digit(byte))
                }
                other => u16::from(other),
            });
        }
        flush(&mut units, &mut bytes);
        bytes.into()
    }
}

/// Appends escaped units as UTF-8, so that two of them can be one character.
fn flush(units: &mut Vec<u16>, bytes: &mut Vec<u8>) {
    for character in char::decode_utf16(std::mem::take(units)) {
        match character {
            Ok(character) => {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Err(half) => {
                let unit = half.unpaired_surrogate();
                let low = |shift: u16| (unit >> shift & 0x3F) as u8 | 0x80;
                bytes.extend([0xE0 | (unit >> 12) as u8, low(6), low(0)]);
            }
        }
    }
}
