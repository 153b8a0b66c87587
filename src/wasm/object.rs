//! Writes a JSON object piece by piece.

use crate::text::push_decimal;

/// An object that is being written.
pub struct Object(String);

impl Object {
    pub fn new() -> Self {
        Self(String::from("{"))
    }

    /// The whole text.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }

    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        self.quote(value);
        self
    }

    /// A number, rounded up to a whole one that is not negative: times, counts and limits are.
    pub fn number(&mut self, name: &str, value: f64) -> &mut Self {
        self.name(name);
        let whole = value as u64;
        push_decimal(&mut self.0, whole + u64::from((whole as f64) < value));
        self
    }

    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        self.name(name);
        self.0.push_str(if value { "true" } else { "false" });
        self
    }

    pub fn maybe_text(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(name, value);
        }
        self
    }

    pub fn maybe_number(&mut self, name: &str, value: Option<f64>) -> &mut Self {
        if let Some(value) = value {
            self.number(name, value);
        }
        self
    }

    pub fn object(&mut self, name: &str, write: impl FnOnce(&mut Self)) -> &mut Self {
        self.name(name);
        self.0.push('{');
        write(self);
        self.0.push('}');
        self
    }

    pub fn pairs<'a>(&mut self, name: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> &mut Self {
        self.name(name);
        self.0.push('[');
        for (position, (first, second)) in pairs.enumerate() {
            self.0.push_str(if position == 0 { "[" } else { ",[" });
            self.quote(first);
            self.0.push(',');
            self.quote(second);
            self.0.push(']');
        }
        self.0.push(']');
        self
    }

    fn name(&mut self, name: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        self.quote(name);
        self.0.push(':');
    }

    fn quote(&mut self, text: &str) {
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => self.0.extend(['\\', character]),
                '\0'..' ' => {
                    let code = character as u8;
                    self.0.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                    self.0.push(char::from_digit(u32::from(code & 15), 16).unwrap_or('0'));
                }
                _ => self.0.push(character),
            }
        }
        self.0.push('"');
    }
}
