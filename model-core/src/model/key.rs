//! Keys: what identifies a row, and how a new row gets its own.

use crate::meta::builder::{Given, Missing};
use crate::meta::clock::text;
#[cfg(feature = "numeric")]
use crate::meta::sql_types::decimal::digits;
use crate::model::choices::Codes;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A value that can be a primary key, or one part of a composite key.
///
/// Provided for `Uuid`, whole numbers, `bool`, `String`, dates and times of chrono, `BigDecimal`, and for every
/// `#[derive(Key)]` and `#[derive(Choices)]` type. Implement it for a type of your own that is stored and read by
/// Diesel's traits, but by neither of the derives:
///
/// ```
/// use model_core::fields::{KeyValue, Missing};
///
/// #[derive(Debug, Clone, Copy, PartialEq, Eq)]
/// pub struct Height(u64);
///
/// impl KeyValue for Height {
///     // The caller gives the key of a new row; `Given` would leave it to the database.
///     type Initial<Column> = Missing<Column>;
///
///     fn key_text(&self) -> String {
///         self.0.to_string()
///     }
///
///     fn from_key_text(text: &str) -> Option<Self> {
///         text.parse().ok().map(Self)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary key",
    label = "this type does not implement `KeyValue`",
    note = "a key is `Uuid`, `i64`, `i32`, `String`, or a `#[derive(Key)]` type over any type with `Display`, `FromStr` \
            and Diesel's traits"
)]
pub trait KeyValue: Clone + Send + Sync + 'static {
    /// Where the builder of a new row starts for a key column: [`Given`] when the library or the database makes the
    /// key, [`Missing`] when the caller has to give it.
    type Initial<Column>;

    /// Whether the database numbers new rows by itself, so that an INSERT leaves the column out.
    const NUMBERED: bool = false;
    /// Whether the library or the database makes the key of a new row, so that no client sends it.
    const MADE: bool = Self::NUMBERED;

    /// A fresh key, for key types that the library can make: a time-ordered UUID (version 7).
    fn generate() -> Option<Self> {
        None
    }

    /// The key as text: the audit trail files the row under it. It must be the text that the trail has for a value of
    /// this column: numbers in digits, `true` and `false`, dates and times as ISO 8601 with six digits behind the
    /// point, bytes in hexadecimal digits, texts as they are.
    fn key_text(&self) -> String;

    /// The key with this text; none if it is not the text of any.
    fn from_key_text(text: &str) -> Option<Self>;
}

/// Keys whose text is what they print.
macro_rules! printed {
    ($($ty:ty: $initial:ty, $numbered:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl KeyValue for $ty {
            type Initial<Column> = $initial;
            const NUMBERED: bool = $numbered;

            fn key_text(&self) -> String {
                self.to_string()
            }

            fn from_key_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )+};
}

printed! {
    i64: Given, true;
    i32: Given, true;
    i16: Missing<Column>, false;
    bool: Missing<Column>, false;
    String: Missing<Column>, false;
    NaiveDate: Missing<Column>, false;
}

#[diagnostic::do_not_recommend]
impl KeyValue for Uuid {
    type Initial<Column> = Given;
    const MADE: bool = true;

    fn generate() -> Option<Self> {
        Some(Uuid::now_v7())
    }

    fn key_text(&self) -> String {
        self.to_string()
    }

    fn from_key_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

#[diagnostic::do_not_recommend]
impl KeyValue for DateTime<Utc> {
    type Initial<Column> = Missing<Column>;

    fn key_text(&self) -> String {
        text::iso(*self)
    }

    fn from_key_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

#[diagnostic::do_not_recommend]
impl KeyValue for NaiveDateTime {
    type Initial<Column> = Missing<Column>;

    fn key_text(&self) -> String {
        text::naive_iso(*self)
    }

    fn from_key_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

#[cfg(feature = "numeric")]
#[diagnostic::do_not_recommend]
impl KeyValue for bigdecimal::BigDecimal {
    type Initial<Column> = Missing<Column>;

    fn key_text(&self) -> String {
        // A column gives the zeros at the end that its scale has, whatever was written.
        digits(self)
    }

    fn from_key_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// A type that prints and reads itself, inside of a key.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text, which the audit trail files a row under",
    label = "the type inside of a key needs `Display` and `FromStr`"
)]
pub trait Textual: Sized {
    /// The error of a text that is none of it.
    type Err;

    /// Prints it.
    ///
    /// # Errors
    /// Errors of the formatter.
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// As text.
    fn text(&self) -> String;

    /// From its text.
    ///
    /// # Errors
    /// The text is none of it.
    fn read(text: &str) -> Result<Self, Self::Err>;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display + FromStr> Textual for T {
    type Err = T::Err;

    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }

    fn text(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Result<Self, T::Err> {
        text.parse()
    }
}

/// Asks a type for its text: generated code asks once, and not in every impl.
#[doc(hidden)]
pub const fn textual<T: Textual>() {}

/// A text that is not the text of a key of bytes.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHex;

impl fmt::Display for NotHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an even number of hexadecimal digits")
    }
}

impl std::error::Error for NotHex {}

/// A typed key, made by `#[derive(Key)]`: a newtype that cannot be confused with the key of another model.
///
/// ```
/// use model_core::prelude::*;
/// use uuid::Uuid;
///
/// #[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
/// pub struct ArticleId(Uuid);
///
/// let id = ArticleId::generate();
/// assert_eq!(id.to_string().parse::<ArticleId>().unwrap(), id);
/// ```
pub trait Key: KeyValue {
    /// The type under the key.
    type Inner;

    /// Wraps a plain value.
    fn from_inner(inner: Self::Inner) -> Self;

    /// The plain value.
    fn inner(&self) -> &Self::Inner;
}

/// Clones a key, for generated code: only the bound of this trait requires `Clone`.
pub fn cloned<K: Key>(key: &K) -> K {
    key.clone()
}

/// The key whose own text this is. A key has one text: the library did not write other texts that read as the same key
/// (`07`, a UUID without hyphens), and the database would not find them.
pub(crate) fn of_own_text<K: KeyValue>(text: &str) -> Option<K> {
    K::from_key_text(text).filter(|key| key.key_text() == text)
}

/// The key of a whole row: one [`KeyValue`], or a tuple of them for a composite key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary key",
    label = "a key is `Uuid`, `i64`, `i32`, `String`, a `#[derive(Key)]` type, or two to eight of these"
)]
pub trait RowKey: Clone + Send + Sync + 'static {
    /// Whether the database numbers new rows by itself.
    const NUMBERED: bool = false;

    /// The key as text: the audit trail files the row under it. The parts of a composite key are joined by commas, with
    /// `\` before a comma or a `\` of their own.
    fn text(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> RowKey for K {
    const NUMBERED: bool = K::NUMBERED;

    fn text(&self) -> String {
        self.key_text()
    }
}

/// A key that can be read from its text, as a URL or an entry of the audit trail has it. Implemented for every key that
/// the library makes, and for tuples of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be parsed from text",
    label = "a key is read by `KeyValue::from_key_text`, which this type or a part of it does not implement"
)]
pub trait TextKey: RowKey {
    /// The key with this text; none if it is not the text of any.
    fn from_text(text: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> TextKey for K {
    fn from_text(text: &str) -> Option<Self> {
        K::from_key_text(text)
    }
}

/// The parts of the text of a composite key; none if a `\` escapes nothing.
#[doc(hidden)]
pub fn parts(text: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, parts.last_mut()?) {
            (',', _) => parts.push(String::new()),
            ('\\', part) => part.push(letters.next().filter(|escaped| matches!(escaped, ',' | '\\'))?),
            (letter, part) => part.push(letter),
        }
    }
    Some(parts)
}

/// A part of a composite key, escaped so that no two keys have the same text.
fn escaped(part: &impl KeyValue) -> String {
    part.key_text().replace('\\', "\\\\").replace(',', "\\,")
}

macro_rules! composite {
    ($($part:ident)+) => {
        #[diagnostic::do_not_recommend]
        impl<$($part: KeyValue),+> RowKey for ($($part,)+) {
            #[allow(non_snake_case)]
            fn text(&self) -> String {
                let ($($part,)+) = self;
                [$(escaped($part)),+].join(",")
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($part: KeyValue),+> TextKey for ($($part,)+) {
            fn from_text(text: &str) -> Option<Self> {
                let mut parts = parts(text)?.into_iter();
                let key = ($($part::from_key_text(&parts.next()?)?,)+);
                parts.next().is_none().then_some(key)
            }
        }
    };
}

composite!(A B);
composite!(A B C);
composite!(A B C D);
composite!(A B C D E);
composite!(A B C D E F);
composite!(A B C D E F G);
composite!(A B C D E F G H);

/// A SQL type whose columns hold a `T`: it lets a typed key or a value appear in a Diesel expression over any of them.
pub trait Holds<T>: diesel::sql_types::SqlType {}

impl Holds<Uuid> for crate::meta::sql_types::Uuid {}
#[cfg(feature = "postgres")]
impl Holds<Uuid> for diesel::sql_types::Uuid {}
impl Holds<serde_json::Value> for crate::meta::sql_types::Json {}
#[cfg(feature = "numeric")]
impl Holds<bigdecimal::BigDecimal> for crate::meta::sql_types::Decimal {}
impl Holds<DateTime<Utc>> for crate::meta::sql_types::Instant {}
#[cfg(feature = "postgres")]
impl Holds<DateTime<Utc>> for diesel::sql_types::Timestamptz {}
#[cfg(feature = "sqlite")]
impl Holds<DateTime<Utc>> for diesel::sql_types::TimestamptzSqlite {}
#[cfg(feature = "time")]
impl Holds<time::OffsetDateTime> for crate::meta::sql_types::Instant {}
#[cfg(feature = "jiff")]
impl Holds<jiff::Timestamp> for crate::meta::sql_types::Instant {}
#[cfg(feature = "rust_decimal")]
impl Holds<rust_decimal::Decimal> for crate::meta::sql_types::Decimal {}
impl Holds<i64> for diesel::sql_types::BigInt {}
impl Holds<Codes> for diesel::sql_types::BigInt {}
impl Holds<Codes> for diesel::sql_types::Integer {}
impl Holds<Codes> for diesel::sql_types::SmallInt {}
impl Holds<i32> for diesel::sql_types::Integer {}
impl Holds<i16> for diesel::sql_types::SmallInt {}
impl Holds<bool> for diesel::sql_types::Bool {}
impl Holds<String> for diesel::sql_types::Text {}
impl Holds<Vec<u8>> for diesel::sql_types::Binary {}
impl Holds<NaiveDate> for diesel::sql_types::Date {}
impl Holds<NaiveDateTime> for diesel::sql_types::Timestamp {}
#[cfg(feature = "mysql")]
impl Holds<NaiveDateTime> for diesel::sql_types::Datetime {}
#[cfg(feature = "numeric")]
impl Holds<bigdecimal::BigDecimal> for diesel::sql_types::Numeric {}

impl<T, ST> Holds<T> for diesel::sql_types::Nullable<ST> where
    ST: Holds<T> + diesel::sql_types::SqlType<IsNull = diesel::sql_types::is_nullable::NotNull>
{
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_its_text() {
        for key in [("a".to_owned(), 1), ("a,b".to_owned(), -7), ("\\,\\".to_owned(), 0), (String::new(), 3)] {
            assert_eq!(<(String, i32)>::from_text(&key.text()), Some(key));
        }
        for text in ["a", "a,b", "a,1,2", "a\\b,1", "a\\", ""] {
            assert_eq!(<(String, i32)>::from_text(text), None, "{text}");
        }
        assert_eq!(i64::from_text("12"), Some(12));
        assert_eq!(Uuid::from_text("12"), None);
    }
}
