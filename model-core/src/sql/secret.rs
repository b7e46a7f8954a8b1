//! A value that nothing shows.

use crate::model::key::Holds;
use crate::model::secret::Masked;
use crate::sql::bind::Bind;
use crate::values::exact::{Exact, HasExactForm};
use crate::values::kinds::{Checked, Measured};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::{AsExpression, TypedExpressionType};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{SingleValue, SqlType};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A value that nothing shows: a password hash, a token, a key.
///
/// Its column is that of a `T`. `Debug` and `Serialize` show no value; [`expose`](Self::expose) does. A client may send
/// it, unless the field has `#[model(input = closed)]`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Masked for Secret<T> {}

impl<T> Secret<T> {
    /// Keeps a value secret.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value alone.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<T> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("***")
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T, ST, DB> FromSql<ST, DB> for Secret<T>
where
    DB: Backend,
    T: FromSql<ST, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        T::from_sql(value).map(Self)
    }
}

impl<T, ST, DB> Queryable<ST, DB> for Secret<T>
where
    DB: Backend,
    ST: SingleValue,
    Self: FromSql<ST, DB>,
{
    type Row = Self;

    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}

impl<T, ST, DB> ToSql<ST, DB> for Secret<T>
where
    DB: Backend,
    T: ToSql<ST, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<T, ST> AsExpression<ST> for Secret<T>
where
    ST: Holds<T> + SqlType + TypedExpressionType,
{
    type Expression = Bind<ST, Self>;

    fn as_expression(self) -> Self::Expression {
        Bind::new(self)
    }
}

impl<T, ST> AsExpression<ST> for &Secret<T>
where
    ST: Holds<T> + SqlType + TypedExpressionType,
{
    type Expression = Bind<ST, Self>;

    fn as_expression(self) -> Self::Expression {
        Bind::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: HasExactForm<ST>, ST> HasExactForm<ST> for Secret<T> {
    fn exact(&self) -> Option<Exact<'_>> {
        self.0.exact()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Measured> Measured for Secret<T> {
    fn length(&self) -> Option<usize> {
        self.0.length()
    }
}

#[diagnostic::do_not_recommend]
impl Checked<str> for Secret<String> {
    fn checked(&self) -> Option<&str> {
        Some(&self.0)
    }
}

#[diagnostic::do_not_recommend]
impl Checked<str> for Option<Secret<String>> {
    fn checked(&self) -> Option<&str> {
        self.as_ref().map(|secret| secret.0.as_str())
    }
}
