//! The stored form of a generic reference.

use crate::meta::builder::IntoNullable;
use crate::model::key::Holds;
use crate::query::generic::{GenericRef, Types};
use crate::sql::bind::Bind;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::{AsExpression, TypedExpressionType};
use diesel::sql_types::{SingleValue, Text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// A generic reference as a column holds it: the type of a field with `#[model(generic)]`.
///
/// In text, in SQL and in JSON it is the content type, a colon and the key: `articles:7`. It converts from the enum, so
/// setters accept the enum.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Stored<T> {
    /// A reference of a type that the enum has, whether the row still exists or not.
    Known(T),
    /// A reference of another type, or with a text that is not a key.
    Unknown(UnknownRef),
}

/// The text of a reference to a row of an unknown type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnknownRef(String);

impl UnknownRef {
    pub(crate) fn of_parts(tag: &str, key: &str) -> Self {
        Self(format!("{tag}:{key}"))
    }

    /// The content type: the text before the colon.
    pub fn tag(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(tag, _)| tag)
    }

    /// The key: the text after the colon.
    pub fn key(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, key)| key)
    }

    /// The whole text, as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: GenericRef> Stored<T> {
    /// The reference with this content type and key.
    pub fn of_parts(tag: &str, key: &str) -> Self {
        T::Types::read(tag, key).map_or_else(|| Self::Unknown(UnknownRef::of_parts(tag, key)), Self::Known)
    }

    /// The reference, when its type is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(target) => Some(target),
            Self::Unknown(_) => None,
        }
    }

    fn of_text(text: String) -> Self {
        T::Types::read_whole(&text).map_or_else(|| Self::Unknown(UnknownRef(text)), Self::Known)
    }
}

impl<T: GenericRef> From<T> for Stored<T> {
    fn from(target: T) -> Self {
        Self::Known(target)
    }
}

#[diagnostic::do_not_recommend]
impl<T: GenericRef> IntoNullable<Stored<T>> for T {
    fn into_nullable(self) -> Option<Stored<T>> {
        Some(Stored::Known(self))
    }
}

impl<T: GenericRef> fmt::Display for Stored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(target) => crate::query::generic::show(target, f),
            Self::Unknown(unknown) => unknown.fmt(f),
        }
    }
}

impl<T: GenericRef> fmt::Debug for Stored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(_) => write!(f, "Known({self})"),
            Self::Unknown(_) => write!(f, "Unknown({self})"),
        }
    }
}

impl<T: GenericRef> FromStr for Stored<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::of_text(text.to_owned()))
    }
}

impl<T: GenericRef> Serialize for Stored<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: GenericRef> Deserialize<'de> for Stored<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::of_text)
    }
}

/// The error for a text that is not a reference of a type that the enum has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTarget {
    name: &'static str,
    found: String,
}

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, found } = self;
        write!(f, "`{found}` is not a {name}: expected a content type, a colon and a key")
    }
}

impl std::error::Error for UnknownTarget {}

/// Reads a reference of a known type, for generated code.
///
/// # Errors
/// The enum does not have the type, or the text is not a key.
pub fn read<T: GenericRef>(text: &str) -> Result<T, UnknownTarget> {
    T::Types::read_whole(text).ok_or_else(|| UnknownTarget { name: T::NAME, found: text.to_owned() })
}

/// The same from a serialized text, for generated code.
///
/// # Errors
/// The value is not text, or as for [`read`].
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: GenericRef,
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    read(&text).map_err(serde::de::Error::custom)
}

impl<T, DB> FromSql<Text, DB> for Stored<T>
where
    T: GenericRef,
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(value).map(Self::of_text)
    }
}

impl<T, ST, DB> Queryable<ST, DB> for Stored<T>
where
    T: GenericRef,
    ST: SingleValue,
    DB: Backend,
    Self: FromSql<ST, DB>,
{
    type Row = Self;

    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}

impl<T, ST> AsExpression<ST> for Stored<T>
where
    T: GenericRef,
    ST: Holds<String> + TypedExpressionType,
{
    type Expression = Bind<ST, String>;

    fn as_expression(self) -> Self::Expression {
        Bind::new(self.to_string())
    }
}

impl<T, ST> AsExpression<ST> for &Stored<T>
where
    T: GenericRef,
    ST: Holds<String> + TypedExpressionType,
{
    type Expression = Bind<ST, String>;

    fn as_expression(self) -> Self::Expression {
        Bind::new(self.to_string())
    }
}

/// The text is made when it is bound, so the statement cannot borrow it; each backend stores it in its own way.
macro_rules! bound {
    ($feature:literal, $backend:ty, |$text:ident, $out:ident| $bind:block) => {
        #[cfg(feature = $feature)]
        impl<T: GenericRef> diesel::serialize::ToSql<Text, $backend> for Stored<T> {
            fn to_sql<'b>(
                &'b self,
                $out: &mut diesel::serialize::Output<'b, '_, $backend>,
            ) -> diesel::serialize::Result {
                let $text = self.to_string();
                $bind
                Ok(diesel::serialize::IsNull::No)
            }
        }
    };
}

bound!("sqlite", diesel::sqlite::Sqlite, |text, out| { out.set_value(text) });
bound!("postgres", diesel::pg::Pg, |text, out| { std::io::Write::write_all(out, text.as_bytes())? });
bound!("mysql", diesel::mysql::Mysql, |text, out| { std::io::Write::write_all(out, text.as_bytes())? });
