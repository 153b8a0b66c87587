//! The JSON grammar over bytes: what a value is, where it ends, and what a string says. It builds nothing.
//!
//! Two dialects: a request is what `serde_json::Value` accepts, a response what `JSON.parse` accepts after the bytes were
//! decoded as UTF-8. Both refuse duplicate keys and nesting beyond a limit. Which fields there may be is for the callers.

use std::borrow::Cow;

use super::issue::JsonType;
use super::number;
use crate::text::lossy;

/// Whose grammar is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// What we send: valid UTF-8, paired surrogates, numbers within `f64`, at most 127 levels.
    Request,
    /// What a server answers: anything that `JSON.parse` reads, at most 128 levels.
    Response,
}

/// Where and why the bytes stop being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// The offset of the byte.
    pub at: usize,
    /// What is wrong there.
    pub problem: &'static str,
}

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    raw: &'a [u8],
    escaped: bool,
}

/// Whether `bytes` are one JSON value of a dialect, and nothing else.
///
/// # Errors
/// Says where the bytes stop being JSON, also for a key that an object holds twice.
pub fn check(bytes: &[u8], dialect: Dialect) -> Result<(), Syntax> {
    let mut scanner = Scanner::new(bytes, dialect)?;
    scanner.skip_value()?;
    scanner.end()
}

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

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fail<T>(&self, problem: &'static str) -> Result<T, Syntax> {
        let problem = if self.at >= self.bytes.len() { "unexpected end" } else { problem };
        Err(Syntax { at: self.at, problem })
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes `byte` and the space behind it.
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
        Ok(Text { raw, escaped })
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
fn plain_prefix(bytes: &[u8]) -> usize {
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

impl<'a> Text<'a> {
    /// Whether the string says `other`.
    pub(crate) fn is(&self, other: &str) -> bool {
        if self.escaped { self.decode() == other } else { self.raw == other.as_bytes() }
    }

    /// What the string says. What is not Unicode (halves of surrogate pairs, bytes that are not UTF-8) becomes U+FFFD.
    #[must_use]
    pub fn decode(&self) -> Cow<'a, str> {
        match self.bytes() {
            Cow::Borrowed(bytes) => lossy(bytes),
            Cow::Owned(bytes) => lossy(&bytes).into_owned().into(),
        }
    }

    /// What the string says, in UTF-8, where half a surrogate pair takes the three bytes that its number would take.
    fn bytes(&self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return self.raw.into();
        }
        let mut bytes = Vec::with_capacity(self.raw.len());
        let mut units = Vec::new();
        let mut rest = self.raw;
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

/// The keys of one object, to find one that stands there twice in less than quadratic time.
#[derive(Default)]
pub(crate) struct Keys<'a> {
    keys: Vec<(Text<'a>, usize)>,
}

impl<'a> Keys<'a> {
    pub(crate) fn add(&mut self, key: Text<'a>, at: usize) {
        self.keys.push((key, at));
    }

    pub(crate) fn unique(self) -> Result<(), Syntax> {
        if self.keys.len() < 2 {
            return Ok(());
        }
        let mut names: Vec<_> = self.keys.iter().map(|(key, at)| (key.bytes(), *at)).collect();
        sort(&mut names);
        let repeated = names.windows(2).find(|pair| matches!(pair, [(a, _), (b, _)] if a == b));
        match repeated {
            Some([_, (_, at)]) => Err(Syntax { at: *at, problem: "duplicate key" }),
            _ => Ok(()),
        }
    }
}

/// Heap sort: as fast as it has to be on any input, and a tenth of the standard library's sort in bytes of wasm.
fn sort<T: Ord>(items: &mut [T]) {
    for root in (0..items.len() / 2).rev() {
        sift(items, root);
    }
    for end in (1..items.len()).rev() {
        swap(items, 0, end);
        sift(items.get_mut(..end).unwrap_or_default(), 0);
    }
}

fn sift<T: Ord>(items: &mut [T], mut root: usize) {
    loop {
        let (left, right) = (2 * root + 1, 2 * root + 2);
        let largest = if items.get(right) > items.get(left) { right } else { left };
        if items.get(largest) <= items.get(root) {
            break;
        }
        swap(items, root, largest);
        root = largest;
    }
}

fn swap<T>(items: &mut [T], a: usize, b: usize) {
    if let Ok([a, b]) = items.get_disjoint_mut([a, b]) {
        std::mem::swap(a, b);
    }
}

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

#[cfg(any(test, target_arch = "wasm32"))]
/// The items of an array that are pairs of strings.
pub(crate) fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for item in items(bytes) {
        if let [first, second] = items(item).as_slice()
            && let (Some(first), Some(second)) = (string(first), string(second))
        {
            pairs.push((first.into_owned(), second.into_owned()));
        }
    }
    pairs
}

#[cfg(any(test, target_arch = "wasm32"))]
/// The texts of the items of an array; of anything else there are none.
fn items(bytes: &[u8]) -> Vec<&[u8]> {
    let mut items = Vec::new();
    if let Ok(mut scanner) = Scanner::new(bytes, Dialect::Response)
        && scanner.value_type() == Ok(JsonType::Array)
    {
        let _ = scanner.array(|scanner, _| {
            let start = scanner.position();
            scanner.skip_value()?;
            items.push(scanner.since(start).trim_ascii_end());
            Ok::<(), Syntax>(())
        });
    }
    items
}

#[cfg(any(test, target_arch = "wasm32"))]
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

#[cfg(test)]
mod tests;
