//! Plain values of foreign types in Diesel's expressions, which Diesel's own impls exclude:
//! `articles::created_at.gt(Utc::now())`.
//!
//! `AsExpression` for such a type would overlap with Diesel's impl for every expression, unless its bounds never hold.
//! These impls have such a bound. They turn four errors into one: with Diesel's impl alone the compiler takes the value
//! for an expression, and goes on to complain of what that expression lacks. And the message names the bound.

use crate::meta::sql_types as portable;
use chrono::{DateTime, NaiveDateTime, TimeZone};
use diesel::expression::AsExpression;

/// A value that stands in an expression as `at(instant)` or `value(uuid)`. No type implements it.
#[diagnostic::on_unimplemented(
    message = "a plain `{Self}` does not stand in an expression over a portable column",
    label = "write `at(..)` around an instant, and `value(..)` around another value",
    note = "`articles::created_at.gt(at(Utc::now()))`, `articles::author_id.eq(value(uuid))`, \
            `articles::author_id.eq_any(uuids.into_iter().map(value))`: both are functions of `model_core`; a key with \
            `#[derive(Key)]` and an enum with `#[derive(Choices)]` need neither"
)]
pub trait WrittenWithAtOrValue<'a> {
    /// Never called.
    fn never<Any>(self) -> Any;
}

macro_rules! plain {
    ($([$($generics:tt)*] $ty:ty => $sql:ident;)+) => {$(
        #[doc(hidden)]
        impl<$($generics)*> AsExpression<portable::$sql> for $ty
        where
            for<'never> $ty: WrittenWithAtOrValue<'never>,
        {
            type Expression = crate::sql::bind::Bind<portable::$sql, ()>;

            fn as_expression(self) -> Self::Expression {
                self.never()
            }
        }
    )+};
}

plain! {
    [Tz: TimeZone] DateTime<Tz> => Instant;
    ['v, Tz: TimeZone] &'v DateTime<Tz> => Instant;
    [] NaiveDateTime => Instant;
    [] String => Instant;
    ['v] &'v str => Instant;
    [] uuid::Uuid => Uuid;
    ['v] &'v uuid::Uuid => Uuid;
    [] i32 => Uuid;
    [] i64 => Uuid;
    [] String => Uuid;
    ['v] &'v str => Uuid;
    [] serde_json::Value => Json;
    ['v] &'v serde_json::Value => Json;
}

#[cfg(feature = "numeric")]
plain! {
    [] bigdecimal::BigDecimal => Decimal;
    [] i32 => Decimal;
    [] f64 => Decimal;
}
