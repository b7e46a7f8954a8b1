//! Keys: what identifies a row, and how a new row gets its own.

use crate::meta::builder::{Given, Missing};
use crate::model::choices::Codes;
use chrono::{DateTime, Utc};
use std::fmt::Display;
use std::str::FromStr;
use uuid::Uuid;

/// A value that can be a primary key, or one part of a composite key.
///
/// Provided for `Uuid`, `i64`, `i32` and `String`, and for every `#[derive(Key)]` type over one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary key",
    label = "a key is `Uuid`, `i64`, `i32`, `String`, or a `#[derive(Key)]` type over one of them"
)]
pub trait KeyValue: Clone + Display + Send + Sync + 'static {
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
}

#[diagnostic::do_not_recommend]
impl KeyValue for Uuid {
    type Initial<Column> = Given;
    const MADE: bool = true;

    fn generate() -> Option<Self> {
        Some(Uuid::now_v7())
    }
}

#[diagnostic::do_not_recommend]
impl KeyValue for i64 {
    type Initial<Column> = Given;
    const NUMBERED: bool = true;
}

#[diagnostic::do_not_recommend]
impl KeyValue for i32 {
    type Initial<Column> = Given;
    const NUMBERED: bool = true;
}

#[diagnostic::do_not_recommend]
impl KeyValue for String {
    type Initial<Column> = Missing<Column>;
}

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
pub trait Key: Clone + Display + Send + Sync + 'static {
    /// The type under the key: `Uuid`, `i64`, `i32` or `String`.
    type Inner: KeyValue;

    /// Wraps a plain value.
    fn from_inner(inner: Self::Inner) -> Self;

    /// The plain value.
    fn inner(&self) -> &Self::Inner;
}

/// Clones a key, for generated code: only the bound of this trait requires `Clone`.
pub fn cloned<K: Key>(key: &K) -> K {
    key.clone()
}

#[diagnostic::do_not_recommend]
impl<K: Key> KeyValue for K {
    type Initial<Column> = <K::Inner as KeyValue>::Initial<Column>;
    const NUMBERED: bool = <K::Inner as KeyValue>::NUMBERED;
    const MADE: bool = <K::Inner as KeyValue>::MADE;

    fn generate() -> Option<Self> {
        K::Inner::generate().map(K::from_inner)
    }
}

/// The key of a whole row: one [`KeyValue`], or a tuple of them for a composite key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary key",
    label = "a key is `Uuid`, `i64`, `i32`, `String`, a `#[derive(Key)]` type over one of them, or two to four of these"
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
        self.to_string()
    }
}

/// A key that can be read from its text, as a URL or an entry of the audit trail has it. Implemented for every key that
/// the library makes, and for tuples of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be parsed from text",
    label = "a key is parsed by `std::str::FromStr`, which this type or a part of it does not implement"
)]
pub trait TextKey: RowKey {
    /// The key with this text; none if it is not the text of any.
    fn from_text(text: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue + FromStr> TextKey for K {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
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
fn escaped(part: &impl Display) -> String {
    part.to_string().replace('\\', "\\\\").replace(',', "\\,")
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
        impl<$($part: KeyValue + FromStr),+> TextKey for ($($part,)+) {
            fn from_text(text: &str) -> Option<Self> {
                let mut parts = parts(text)?.into_iter();
                let key = ($(parts.next()?.parse::<$part>().ok()?,)+);
                parts.next().is_none().then_some(key)
            }
        }
    };
}

composite!(A B);
composite!(A B C);
composite!(A B C D);

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
impl Holds<i64> for diesel::sql_types::BigInt {}
impl Holds<Codes> for diesel::sql_types::BigInt {}
impl Holds<Codes> for diesel::sql_types::Integer {}
impl Holds<Codes> for diesel::sql_types::SmallInt {}
impl Holds<i32> for diesel::sql_types::Integer {}
impl Holds<String> for diesel::sql_types::Text {}

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
