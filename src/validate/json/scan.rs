//! The grammar itself: where each value begins and ends.

use super::{Dialect, Keys, Syntax, Text};
use crate::validate::issue::JsonType;
use crate::validate::number;

/// Passes over JSON, value by value.
pub(crate) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    levels: u32,
    dialect: Dialect,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(bytes: &'a [u8], dialect: Dialect) -> Result<Self, Syntax> {
        let (mut at, mut levels) = (0, 128);
        match dialect {
            Dialect::Request => {
                levels = 127;
                if let Err(error) = std::str::from_utf8(bytes) {
                    return Err(Syntax { at: error.valid_up_to(), problem: "not UTF-8" });
                }
            }
            // Decoders of HTTP bodies drop a byte order mark.
            Dialect::Response if bytes.starts_with(b"\xEF\xBB\xBF") => at = 3,
            Dialect::Response => {}
        }
        let mut scanner = Self { bytes, at, levels, dialect };
        scanner.skip_space();
        Ok(scanner)
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fail<T>(&self, problem: &'static str) -> Result<T, Syntax> {
        let problem = if self.at >= self.bytes.len() { "unexpected end" } else { problem };
        Err(Syntax { at: self.at, problem })
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes `byte` and the space behind it.
    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
            self.skip_space();
        }
        found
    }

    /// Nothing may follow the value.
    pub(crate) fn end(&self) -> Result<(), Syntax> {
        if self.at < self.bytes.len() { self.fail("trailing characters") } else { Ok(()) }
    }

    /// The type of the value that begins here.
    #[inline(always)]
    pub(crate) fn value_type(&self) -> Result<JsonType, Syntax> {
        match self.peek() {
            Some(b'"') => Ok(JsonType::String),
            Some(b'{') => Ok(JsonType::Object),
            Some(b'[') => Ok(JsonType::Array),
            Some(b't' | b'f') => Ok(JsonType::Boolean),
            Some(b'n') => Ok(JsonType::Null),
            Some(b'-' | b'0'..=b'9') => Ok(JsonType::Number),
            _ => self.fail("expected a value"),
        }
    }

    /// Passes over the value that begins here, whatever it is.
    pub(crate) fn skip_value(&mut self) -> Result<(), Syntax> {
        match self.value_type()? {
            JsonType::String => self.string().map(drop),
            JsonType::Object => {
                let mut keys = Keys::default();
                self.object(|scanner, key, at| {
                    keys.add(key, at);
                    scanner.skip_value()
                })?;
                keys.unique()
            }
            JsonType::Array => self.array(|scanner, _| scanner.skip_value()),
            JsonType::Boolean if self.peek() == Some(b't') => self.word(b"true"),
            JsonType::Boolean => self.word(b"false"),
            JsonType::Null => self.word(b"null"),
            _ => self.number().map(drop),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Syntax> {
        for &byte in word {
            if self.peek() != Some(byte) {
                return self.fail("expected a value");
            }
            self.at += 1;
        }
        self.skip_space();
        Ok(())
    }

    /// Walks an object; `member` is called behind each key, with the key and its offset, and has to pass over the value.
    pub(crate) fn object<E: From<Syntax>>(
        &mut self,
        mut member: impl FnMut(&mut Self, Text<'a>, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        self.enter()?;
        if !self.take(b'}') {
            loop {
                let at = self.at;
                if self.peek() != Some(b'"') {
                    return Ok(self.fail("expected a key")?);
                }
                let key = self.string()?;
                if !self.take(b':') {
                    return Ok(self.fail("expected a colon")?);
                }
                member(self, key, at)?;
                if self.take(b'}') {
                    break;
                }
                if !self.take(b',') {
                    return Ok(self.fail("expected a comma or }")?);
                }
            }
        }
        self.levels += 1;
        Ok(())
    }

    /// Walks an array; `item` is called with each position and has to pass over the item.
    pub(crate) fn array<E: From<Syntax>>(
        &mut self,
        mut item: impl FnMut(&mut Self, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        self.enter()?;
        if !self.take(b']') {
            for position in 0.. {
                item(self, position)?;
                if self.take(b']') {
                    break;
                }
                if !self.take(b',') {
                    return Ok(self.fail("expected a comma or ]")?);
                }
            }
        }
        self.levels += 1;
        Ok(())
    }

    fn enter(&mut self) -> Result<(), Syntax> {
        if self.levels == 0 {
            return self.fail("nested too deeply");
        }
        self.levels -= 1;
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    /// Takes a number.
    pub(crate) fn number(&mut self) -> Result<&'a [u8], Syntax> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = self.since(start);
        if self.dialect == Dialect::Request && number::overflows(text) {
            return Err(Syntax { at: start, problem: "number out of range" });
        }
        self.skip_space();
        Ok(text)
    }

    fn digits(&mut self) -> Result<(), Syntax> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.fail("expected a digit") } else { Ok(()) }
    }

    /// Takes a string.
    pub(crate) fn string(&mut self) -> Result<Text<'a>, Syntax> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at += plain_prefix(self.bytes.get(self.at..).unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return self.fail("control character in a string"),
            }
        }
        let raw = self.since(start);
        self.at += 1;
        self.skip_space();
        Ok(Text::new(raw, escaped))
    }

    fn escape(&mut self) -> Result<(), Syntax> {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                let unit = self.unit()?;
                if self.dialect == Dialect::Response {
                    return Ok(());
                }
                let paired = match unit {
                    0xD800..0xDC00 => {
                        self.bytes.get(self.at..self.at + 2) == Some(b"\\u") && {
                            self.at += 2;
                            matches!(self.unit()?, 0xDC00..0xE000)
                        }
                    }
                    0xDC00..0xE000 => false,
                    _ => true,
                };
                if !paired {
                    return Err(Syntax { at: start, problem: "half of a surrogate pair" });
                }
            }
            _ => return self.fail("unknown escape"),
        }
        Ok(())
    }

    fn unit(&mut self) -> Result<u16, Syntax> {
        let mut unit = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                return self.fail("expected four hexadecimal digits");
            };
            unit = unit << 4 | digit as u16;
            self.at += 1;
        }
        Ok(unit)
    }
}

/// How many bytes from the start are neither a quote, a backslash nor a control character.
#[inline(always)]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    let mut at = 0;
    // Eight bytes at a time: a byte of `x` is zero exactly where the subtraction below borrows into its high bit.
    while let Some(chunk) = bytes.get(at..at + 8).and_then(|chunk| chunk.try_into().ok()) {
        let word = u64::from_le_bytes(chunk);
        let zeros = |x: u64| x.wrapping_sub(ONES) & !x;
        let special = zeros(word ^ (ONES * u64::from(b'"')))
            | zeros(word ^ (ONES * u64::from(b'\\')))
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let special = special & HIGHS;
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let plain = rest.iter().take_while(|&&byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
    at + plain.count()
}
