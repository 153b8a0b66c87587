//! JSON whose members keep their order, because people read what is generated, in the order of the API document.
//! It is read from the golden examples as well, so that these look in the OpenAPI document as they do there.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Json {
    /// An object, in the order in which it was written.
    Object(IndexMap<String, Json>),
    /// An array.
    List(Vec<Json>),
    /// Anything else.
    Scalar(Value),
}

impl Json {
    /// Without members.
    pub fn object() -> Self {
        Self::Object(IndexMap::new())
    }

    /// With one more member, last.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        if let Self::Object(members) = &mut self {
            members.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The same, if there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A member of an object, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        match self {
            Self::Object(members) => members.get_mut(name),
            _ => None,
        }
    }

    /// Text with two spaces for each level, and a line break at its end.
    pub fn pretty(&self) -> String {
        // Text, numbers and string keys always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

macro_rules! scalars {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Json {
            fn from(value: $kind) -> Self {
                Self::Scalar(value.into())
            }
        }
    )*};
}

scalars!(&str, String, bool, u32);

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl<N: Into<String>> FromIterator<(N, Json)> for Json {
    fn from_iter<I: IntoIterator<Item = (N, Json)>>(members: I) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stay_in_the_order_of_the_text_and_numbers_as_they_were() {
        let text = "{\n  \"b\": 5000000,\n  \"a\": [\n    26.92,\n    null\n  ]\n}\n";
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(json.pretty(), text);
    }
}
