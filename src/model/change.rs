//! What an update does to a field that may be empty: it gives it a value, or empties it.

/// Empties a field in an update.
///
/// ```
/// use konektor::model::{Clear, UpdateLead};
///
/// let change = UpdateLead::default().notes(Clear).last_name("Santoso");
/// assert_eq!(serde_json::to_string(&change)?, r#"{"lastName":"Santoso","notes":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clear;

/// A new value of a field, or [`Clear`].
pub trait Change<T> {
    /// The value; `None` empties the field.
    fn change(self) -> Option<T>;
}

impl Change<String> for &str {
    fn change(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Change<String> for String {
    fn change(self) -> Option<String> {
        Some(self)
    }
}

impl Change<f64> for f64 {
    fn change(self) -> Option<f64> {
        Some(self)
    }
}

impl<T> Change<T> for Clear {
    fn change(self) -> Option<T> {
        None
    }
}
