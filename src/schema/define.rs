//! The macros that turn one definition into a table, a serde struct and, for requests, its setters.
//!
//! A field is `name "wireName": presence [kind]`. Presence is one of `always` (also in every answer); `required`; `defaulted`
//! (the server fills it in, so it is never null when read); `optional`; `clearable` (optional, and `null` in an update clears it).

/// A name that is for people and generators, and empty in a wasm binary.
macro_rules! label {
    ($name:expr) => {
        if cfg!(target_arch = "wasm32") { "" } else { $name }
    };
}

/// The Rust type that holds a kind.
macro_rules! rust_type {
    (text $($limits:tt)*) => { String };
    (email) => { String };
    (uuid) => { String };
    (date_time) => { String };
    (number) => { f64 };
    (integer $($limits:tt)*) => { u64 };
    (boolean) => { bool };
    (any) => { serde_json::Value };
    (values $values:ident) => { $values };
    (object $model:ident) => { $model };
    (list $model:ident) => { Vec<$model> };
}

/// The table entry for a kind.
macro_rules! kind {
    (text $min:literal..=$max:literal) => {
        $crate::schema::Kind::Text { min: $min, max: $max }
    };
    (text) => {
        $crate::schema::Kind::Text { min: 0, max: u32::MAX }
    };
    (email) => {
        $crate::schema::Kind::Email
    };
    (uuid) => {
        $crate::schema::Kind::Uuid
    };
    (date_time) => {
        $crate::schema::Kind::DateTime
    };
    (number) => {
        $crate::schema::Kind::Number
    };
    (integer $min:literal..=$max:literal) => {
        $crate::schema::Kind::Integer { min: $min, max: $max }
    };
    (integer $min:literal..) => {
        $crate::schema::Kind::Integer { min: $min, max: u32::MAX }
    };
    (integer) => {
        $crate::schema::Kind::Integer { min: 0, max: u32::MAX }
    };
    (boolean) => {
        $crate::schema::Kind::Boolean
    };
    (any) => {
        $crate::schema::Kind::Any
    };
    (values $values:ident) => {
        $crate::schema::Kind::Values($values::VALUES)
    };
    (object $model:ident) => {
        $crate::schema::Kind::Object($model::SCHEMA)
    };
    (list $model:ident) => {
        $crate::schema::Kind::Array(&$crate::schema::Kind::Object($model::SCHEMA))
    };
}

/// Whether a field of some presence is required and nullable, for each of the three uses of a definition.
macro_rules! presence {
    (required request required) => {
        true
    };
    (required request $other:ident) => {
        false
    };
    (required update $any:ident) => {
        false
    };
    (required record always) => {
        true
    };
    (required record $other:ident) => {
        false
    };
    (nullable request $any:ident) => {
        false
    };
    (nullable update clearable) => {
        true
    };
    (nullable update $other:ident) => {
        false
    };
    (nullable record always) => {
        false
    };
    (nullable record required) => {
        false
    };
    (nullable record defaulted) => {
        false
    };
    (nullable record $other:ident) => {
        true
    };
}

/// A struct's field type: bare, `Option`, or `Option<Option>` where absent and `null` differ.
macro_rules! held {
    (request required $($kind:tt)+) => { rust_type!($($kind)+) };
    (request $other:ident $($kind:tt)+) => { Option<rust_type!($($kind)+)> };
    (update clearable $($kind:tt)+) => { Option<Option<rust_type!($($kind)+)>> };
    (update $other:ident $($kind:tt)+) => { Option<rust_type!($($kind)+)> };
    (record always $($kind:tt)+) => { rust_type!($($kind)+) };
    (record required $($kind:tt)+) => { Option<rust_type!($($kind)+)> };
    (record defaulted $($kind:tt)+) => { Option<rust_type!($($kind)+)> };
    (record $other:ident $($kind:tt)+) => { Option<Option<rust_type!($($kind)+)>> };
}

/// What a setter takes: numbers as they are, so that a literal needs no suffix; the rest by what it can be made of.
macro_rules! argument {
    (number) => { f64 };
    ($($kind:tt)+) => { impl Into<rust_type!($($kind)+)> };
}

/// A setter that chains.
macro_rules! setter {
    ($(#[$doc:meta])* $field:ident request required $($kind:tt)+) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, value: argument!($($kind)+)) -> Self {
            self.$field = value.into();
            self
        }
    };
    ($(#[$doc:meta])* $field:ident update clearable $($kind:tt)+) => {
        $(#[$doc])*
        ///
        /// [`Clear`](crate::model::Clear) empties it.
        #[must_use]
        pub fn $field(mut self, value: impl $crate::model::Change<rust_type!($($kind)+)>) -> Self {
            self.$field = Some(value.change());
            self
        }
    };
    ($(#[$doc:meta])* $field:ident $use:ident $other:ident integer $($limits:tt)*) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, value: u64) -> Self {
            self.$field = Some(value);
            self
        }
    };
    ($(#[$doc:meta])* $field:ident $use:ident $other:ident $($kind:tt)+) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, value: argument!($($kind)+)) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
}

/// Emits one struct and its table.
macro_rules! model {
    // What the API answers: everything may be absent, and fields we do not know are kept.
    (
        $(#[doc = $doc:literal])*
        record $model:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident $wire:literal: $presence:ident [$($kind:tt)+] )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $model {
            $(
                $(#[doc = $field_doc])*
                #[serde(rename = $wire, skip_serializing_if = "crate::schema::define::Absent::is_absent",
                        deserialize_with = "crate::schema::define::present")]
                pub $field: held!(record $presence $($kind)+),
            )*
            /// Fields that this version does not know, unchanged.
            #[serde(flatten)]
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        $crate::schema::define::always_there!($model);

        model!(table $model record, $($doc)*, $( ($($field_doc)*) $wire $presence [$($kind)+] )*);
    };
    // What we send.
    (
        $(#[doc = $doc:literal])*
        $use:ident $model:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident $wire:literal: $presence:ident [$($kind:tt)+] )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $model {
            $(
                $(#[doc = $field_doc])*
                #[serde(rename = $wire, skip_serializing_if = "crate::schema::define::Absent::is_absent",
                        serialize_with = "crate::schema::define::sent",
                        deserialize_with = "crate::schema::define::present")]
                pub $field: held!($use $presence $($kind)+),
            )*
        }

        impl $model {
            $( setter!($(#[doc = $field_doc])* $field $use $presence $($kind)+); )*
        }

        model!(table $model $use, $($doc)*, $( ($($field_doc)*) $wire $presence [$($kind)+] )*);
    };
    (table $model:ident $use:ident, $($doc:literal)*,
        $( ($($field_doc:literal)*) $wire:literal $presence:ident [$($kind:tt)+] )*) => {
        impl $model {
            /// The model's table.
            pub const SCHEMA: &'static $crate::schema::Schema = &$crate::schema::Schema {
                #[cfg(not(target_arch = "wasm32"))]
                name: stringify!($model),
                #[cfg(not(target_arch = "wasm32"))]
                doc: concat!($($doc, "\n"),*),
                fields: &[$(
                    $crate::schema::Field {
                        name: $wire,
                        #[cfg(not(target_arch = "wasm32"))]
                        doc: concat!($($field_doc, "\n"),*),
                        kind: kind!($($kind)+),
                        required: presence!(required $use $presence),
                        nullable: presence!(nullable $use $presence),
                    },
                )*],
            };
        }

        // The walk notes which fields it has seen in the bits of a `u64`.
        const _: () = assert!($model::SCHEMA.fields.len() <= 64);
    };
}

/// Emits an open enum and its list of values.
macro_rules! values {
    (
        $(#[doc = $doc:literal])*
        $openness:ident $name:ident { $( $(#[doc = $value_doc:literal])* $variant:ident = $value:literal, )* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[doc = $value_doc])* #[doc = concat!("`", $value, "`")] $variant, )*
            /// A value that this version does not know, unchanged.
            Other(String),
        }

        impl $name {
            /// The documented values.
            pub const VALUES: &'static $crate::schema::Values = &$crate::schema::Values {
                #[cfg(not(target_arch = "wasm32"))]
                name: stringify!($name),
                #[cfg(not(target_arch = "wasm32"))]
                doc: concat!($($doc, "\n"),*),
                values: values!(list $openness $($value)*),
                #[cfg(not(target_arch = "wasm32"))]
                meanings: &[$(concat!($($value_doc, "\n"),*)),*],
                open: values!(open $openness),
            };

            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $value, )*
                    Self::Other(value) => value,
                }
            }
        }

        $crate::schema::define::always_there!($name);
        $crate::schema::define::always_sent!($name);

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    $( $value => Self::$variant, )*
                    _ => Self::Other(value),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::from(value.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
    };
    (open open) => { true };
    (open closed) => { false };
    // An open list binds nobody: in wasm nothing reads it.
    (list open $($value:literal)*) => {
        if cfg!(target_arch = "wasm32") { &[] } else { &[$($value),*] }
    };
    (list closed $($value:literal)*) => { &[$($value),*] };
}

pub(crate) use {argument, held, kind, label, model, presence, rust_type, setter, values};

/// Tells a field that was left out from one that is `null`.
pub(crate) trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// What a present field deserialises to; an absent one takes the default.
pub(crate) trait Present<'de>: Sized {
    fn read<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<'de, T: serde::Deserialize<'de>> Present<'de> for Option<T> {
    // For `Option<Option<T>>`, T is itself an `Option`: a `null` becomes `Some(None)`.
    fn read<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Some)
    }
}

/// What a field of a request is sent as.
pub(crate) trait Sent {
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Sent> Sent for Option<T> {
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl Sent for f64 {
    // JSON has no word for the others: serde_json would write `null`, which in an update clears the field.
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() {
            serializer.serialize_f64(*self)
        } else {
            Err(serde::ser::Error::custom("number out of range"))
        }
    }
}

pub(crate) fn sent<S: serde::Serializer, T: Sent>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// Types of requests that JSON can always say.
macro_rules! always_sent {
    ($($type:ty),*) => {$(
        impl $crate::schema::define::Sent for $type {
            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, serializer)
            }
        }
    )*};
}

pub(crate) use always_sent;

always_sent!(String, u64, bool);

/// Types that stand in a field which is always there.
macro_rules! always_there {
    ($($type:ty),*) => {$(
        impl $crate::schema::define::Absent for $type {
            fn is_absent(&self) -> bool {
                false
            }
        }

        impl<'de> $crate::schema::define::Present<'de> for $type {
            fn read<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }
        }
    )*};
}

pub(crate) use always_there;

always_there!(String, f64, u64, bool);

pub(crate) fn present<'de, D: serde::Deserializer<'de>, T: Present<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

#[cfg(test)]
mod tests {
    use crate::model::{CreateLead, UpdateLead};

    #[test]
    fn a_number_that_json_cannot_say_is_an_error_and_not_null() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(serde_json::to_string(&UpdateLead::default().estimated_value(value)).is_err());
            assert!(serde_json::to_string(&CreateLead::default().actual_value(value)).is_err());
        }
        let cleared = UpdateLead::default().estimated_value(crate::model::Clear);
        assert_eq!(serde_json::to_string(&cleared).unwrap(), r#"{"estimatedValue":null}"#);
    }
}
