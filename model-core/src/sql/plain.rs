//! Plain values of foreign types in Diesel's expressions, which Diesel's own impls exclude:
//! `articles::created_at.gt(Utc::now())`.
//!
//! `AsExpression` for such a type would overlap with Diesel's impl for every expression, unless its bounds never hold.
//! These impls have such a bound. They turn four errors into one: with Diesel's impl alone the compiler takes the value
//! for an expression, and goes on to complain of what that expression lacks. Only Diesel itself could do so for a
//! `Nullable` column.
//!
//! The message is Diesel's, and it lists the SQL types for which the type has an impl. So one of these impls is for a
//! SQL type whose name says what to write.

use crate::meta::sql_types as portable;
use chrono::{DateTime, NaiveDateTime, TimeZone};
use diesel::expression::AsExpression;
use diesel::sql_types::SqlType;

/// An SQL type of no column. The compiler shows it next to a plain instant: `created_at.gt(at(Utc::now()))`.
#[derive(Debug, Clone, Copy, SqlType)]
pub struct WriteAtAroundIt;

/// An SQL type of no column. The compiler shows it next to `diesel::dsl::now`, which is no portable instant: write
/// `created_at.gt(at(Utc::now()))`.
#[derive(Debug, Clone, Copy, SqlType)]
pub struct WriteAtUtcNow;

/// An SQL type of no column. The compiler shows it next to a plain value: `id.eq(value(uuid))`,
/// `id.eq_any(uuids.into_iter().map(value))`.
#[derive(Debug, Clone, Copy, SqlType)]
pub struct WriteValueAroundIt;

/// A value that stands in an expression as `at(instant)` or `value(uuid)`. No type implements it.
pub trait WrittenWithAtOrValue<'a> {
    /// Never called.
    fn never<Any>(self) -> Any;
}

macro_rules! plain {
    ($($(#[$hidden:meta])? [$($generics:tt)*] $ty:ty => $sql:ty;)+) => {$(
        #[doc(hidden)]
        $(#[$hidden])?
        impl<$($generics)*> AsExpression<$sql> for $ty
        where
            for<'never> $ty: WrittenWithAtOrValue<'never>,
        {
            type Expression = crate::sql::bind::Bind<$sql, ()>;

            fn as_expression(self) -> Self::Expression {
                self.never()
            }
        }
    )+};
}

plain! {
    #[diagnostic::do_not_recommend] [Tz: TimeZone] DateTime<Tz> => portable::Instant;
    #[diagnostic::do_not_recommend] ['v, Tz: TimeZone] &'v DateTime<Tz> => portable::Instant;
    #[diagnostic::do_not_recommend] [] NaiveDateTime => portable::Instant;
    #[diagnostic::do_not_recommend] [] diesel::dsl::now => portable::Instant;
    #[diagnostic::do_not_recommend] [] String => portable::Instant;
    #[diagnostic::do_not_recommend] ['v] &'v str => portable::Instant;
    #[diagnostic::do_not_recommend] [] uuid::Uuid => portable::Uuid;
    #[diagnostic::do_not_recommend] ['v] &'v uuid::Uuid => portable::Uuid;
    #[diagnostic::do_not_recommend] [] i32 => portable::Uuid;
    #[diagnostic::do_not_recommend] [] i64 => portable::Uuid;
    #[diagnostic::do_not_recommend] [] String => portable::Uuid;
    #[diagnostic::do_not_recommend] ['v] &'v str => portable::Uuid;
    #[diagnostic::do_not_recommend] [] serde_json::Value => portable::Json;
    #[diagnostic::do_not_recommend] ['v] &'v serde_json::Value => portable::Json;
}

#[cfg(feature = "numeric")]
plain! {
    #[diagnostic::do_not_recommend] [] bigdecimal::BigDecimal => portable::Decimal;
    #[diagnostic::do_not_recommend] [] i32 => portable::Decimal;
    #[diagnostic::do_not_recommend] [] f64 => portable::Decimal;
}

plain! {
    [Tz: TimeZone] DateTime<Tz> => WriteAtAroundIt;
    ['v, Tz: TimeZone] &'v DateTime<Tz> => WriteAtAroundIt;
    [] diesel::dsl::now => WriteAtUtcNow;
    [] uuid::Uuid => WriteValueAroundIt;
    ['v] &'v uuid::Uuid => WriteValueAroundIt;
    [] serde_json::Value => WriteValueAroundIt;
    ['v] &'v serde_json::Value => WriteValueAroundIt;
}

#[cfg(feature = "numeric")]
plain! {
    [] bigdecimal::BigDecimal => WriteValueAroundIt;
}
