//! The formats of strings, as the server checks them.

mod email;
mod time;
mod uuid;

pub use email::email;
pub(crate) use time::seconds;
pub use time::{date_time, is_after};
pub use uuid::uuid;

/// The length of a text as JavaScript counts it: in UTF-16 code units, so an emoji is mostly 2.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
