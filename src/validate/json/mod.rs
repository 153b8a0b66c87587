//! The JSON grammar over bytes: what a value is, where it ends, and what a string says. It builds nothing.
//!
//! Two dialects: a request is what `serde_json::Value` accepts, a response what `JSON.parse` accepts after the bytes were
//! decoded as UTF-8. Both refuse duplicate keys and nesting beyond a limit. Which fields there may be is for the callers.

mod keys;
mod members;
mod scan;
mod text;

pub(crate) use keys::Keys;
pub(crate) use members::*;
pub(crate) use scan::Scanner;
pub(crate) use text::Text;

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
#[non_exhaustive]
pub struct Syntax {
    /// The offset of the byte.
    pub at: usize,
    /// What is wrong there.
    pub problem: &'static str,
}

/// The problem of a key that an object holds twice; its place is that of the second one.
pub(crate) const DUPLICATE_KEY: &str = "duplicate key";

/// Whether `bytes` are one JSON value of a dialect, and nothing else.
///
/// # Errors
/// Says where the bytes stop being JSON, also for a key that an object holds twice.
pub fn check(bytes: &[u8], dialect: Dialect) -> Result<(), Syntax> {
    let mut scanner = Scanner::new(bytes, dialect)?;
    scanner.skip_value()?;
    scanner.end()
}

#[cfg(test)]
mod tests;
