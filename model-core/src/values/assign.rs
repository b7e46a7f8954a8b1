//! The arguments that a setter of a patch accepts: a value, or an SQL expression over columns of the model's own table.
//!
//! Two traits, so that each mistake is one error that says what is wrong: [`Assigned`] finds out in which way an
//! argument sets a column, and [`Assigns`] asks what that way requires.

use crate::meta::builder::{Counted, FieldKind, IntoKind, MayBeNull, NeverNull};
use crate::meta::clock::Timestamp;
use crate::meta::clock::epoch::Calendar;
use crate::meta::column_set::ColumnSet;
use crate::model::key::Key;
use crate::values::Binds;
use crate::values::computed::{ColumnSql, Computed, OnMysql, OnPostgres, OnSqlite, Written};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, AsExpression, Expression, NonAggregate, TypedExpressionType};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::SqlType;
use diesel::{Column, QueryResult};
use std::marker::PhantomData;
use uuid::Uuid;

/// The instant of the write: `token.patch().last_used_at(Now)`.
///
/// It is the instant of `updated_at`, of the entry in the trail and of every other row that the write reaches, and the
/// one that [`at`](crate::verbs::Patching::at) sets. `diesel::dsl::now` is the clock of the database instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now;

/// The argument is a value.
#[derive(Debug, Clone, Copy)]
pub enum ByValue {}

/// The argument is an SQL expression.
#[derive(Debug, Clone, Copy)]
pub enum ByExpression {}

/// The argument is [`Now`].
#[derive(Debug, Clone, Copy)]
pub enum ByInstant {}

/// What the setter of a patch accepts for a field of type `T`, which is of the kind `K`. `By` follows from the
/// argument.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for a field of type `{T}`",
    label = "expected a value that converts into `{T}`"
)]
pub trait Assigned<T, K, By> {}

#[diagnostic::do_not_recommend]
impl<V, T, K: FieldKind<Value = T>> Assigned<T, K, ByValue> for V where V: IntoKind<K> {}

#[diagnostic::do_not_recommend]
impl<E: Expression, T, K> Assigned<T, K, ByExpression> for E {}

#[diagnostic::do_not_recommend]
impl<T, K> Assigned<T, K, ByInstant> for Now {}

/// How an argument `V` sets the column `C` of a field of type `T`, which is of the kind `K`.
///
/// It is a trait of the way and not of the argument, so that an argument without a way is one error. Its impls are
/// recommended, so that what an expression lacks is the error.
pub trait Assigns<V, C, T, K> {
    /// Sets it.
    fn assign(value: V, columns: (&mut ColumnSet, &mut Computed), column: usize, slot: &mut Option<T>);
}

impl<V, C, T, K: FieldKind<Value = T>> Assigns<V, C, T, K> for ByValue
where
    V: IntoKind<K>,
{
    fn assign(value: V, (set, computed): (&mut ColumnSet, &mut Computed), column: usize, slot: &mut Option<T>) {
        *slot = Some(value.into_kind());
        set.insert(column);
        computed.remove(column);
    }
}

impl<E, C, T, K> Assigns<E, C, T, K> for ByExpression
where
    E: Computes<C>,
    T: Computable,
    K: Unjudged,
{
    fn assign(value: E, (set, computed): (&mut ColumnSet, &mut Computed), column: usize, slot: &mut Option<T>) {
        *slot = None;
        set.insert(column);
        computed.set(column, value.into_column_sql());
    }
}

impl<C: 'static, T, K> Assigns<Now, C, T, K> for ByInstant
where
    T: Timestamp<K::Unit> + Send + Sync + 'static,
    K: Unjudged,
    WriteInstant<C, T>: ColumnSql,
{
    fn assign(_: Now, (set, computed): (&mut ColumnSet, &mut Computed), column: usize, slot: &mut Option<T>) {
        *slot = None;
        set.insert(column);
        computed.set(column, Box::new(WriteInstant::<C, T>::new(T::from_instant)));
    }
}

/// The instant of the write, as a column `C` of a field `T` holds it.
#[derive(Debug)]
pub struct WriteInstant<C, T> {
    value: Option<T>,
    from: fn(DateTime<Utc>) -> T,
    column: PhantomData<fn() -> C>,
}

impl<C, T> WriteInstant<C, T> {
    fn new(from: fn(DateTime<Utc>) -> T) -> Self {
        Self { value: None, from, column: PhantomData }
    }
}

impl<C: Binds<T, DB>, T, DB: Backend> QueryFragment<DB> for WriteInstant<C, T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match &self.value {
            Some(value) => C::push(value, out),
            None => Err(diesel::result::Error::QueryBuilderError("the instant of the write is not known yet".into())),
        }
    }
}

impl<C, T: Send + Sync> ColumnSql for WriteInstant<C, T>
where
    Self: OnSqlite + OnPostgres + OnMysql,
{
    fn begin(&mut self, instant: DateTime<Utc>) {
        self.value = Some((self.from)(instant));
    }
}

/// An SQL expression that a row's column `C` can be set to.
#[diagnostic::on_unimplemented(
    message = "this is not an SQL expression for the column `{C}`",
    label = "expected an expression of the SQL type of the column, over columns of the same table, without aggregates",
    note = "the expression must own its values, and every enabled backend must support it",
    note = "write `.nullable()` after an expression that is never NULL, if the column is `Nullable`"
)]
pub trait Computes<C> {
    /// The expression, as one type.
    fn into_column_sql(self) -> Box<dyn ColumnSql>;
}

#[diagnostic::do_not_recommend]
impl<E, C> Computes<C> for E
where
    C: Column + Expression<SqlType: SqlType + TypedExpressionType>,
    E: AsExpression<C::SqlType>,
    E::Expression: AppearsOnTable<C::Table> + NonAggregate + OnSqlite + OnPostgres + OnMysql + Send + Sync + 'static,
{
    fn into_column_sql(self) -> Box<dyn ColumnSql> {
        Box::new(Written(self.as_expression()))
    }
}

/// A field whose values nothing has to see before they are written. [`Judged`](crate::meta::builder::Judged) is not.
#[diagnostic::on_unimplemented(
    message = "this field accepts only values, not SQL expressions: each value is checked before it is written",
    label = "the database would compute this value, so the field's `max_length`, `check`, `validate` or `belongs_to` \
             could not check it",
    note = "set a value; or, if a CHECK constraint of the table checks the result, add `expressions` next to \
            `max_length`, `check` or `validate`"
)]
pub trait Unjudged {
    /// The unit of an integer that is an instant.
    type Unit;
}

#[diagnostic::do_not_recommend]
impl<T> Unjudged for NeverNull<T> {
    type Unit = Calendar;
}

#[diagnostic::do_not_recommend]
impl<T> Unjudged for MayBeNull<T> {
    type Unit = Calendar;
}

#[diagnostic::do_not_recommend]
impl<K: Unjudged, U> Unjudged for Counted<K, U> {
    type Unit = U;
}

/// A field type that an SQL expression can set: whatever a column of its SQL type holds is one of its values.
///
/// The types of Rust, of chrono and of `#[derive(Key)]` are. Choices are not: an expression could write a text that is
/// none of them. For a type of your own, say that it is by an empty `impl`.
#[diagnostic::on_unimplemented(
    message = "an SQL expression cannot set a field of type `{Self}`",
    label = "the database could compute a value that is not a valid `{Self}`",
    note = "set a value; or write `impl model_core::expressions::Computable for {Self} {{}}`, if every value of the \
            column's SQL type is valid"
)]
pub trait Computable {}

macro_rules! computable {
    ($($ty:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Computable for $ty {}
    )+};
}

computable!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 String Uuid NaiveDate NaiveDateTime NaiveTime serde_json::Value);
#[cfg(feature = "numeric")]
computable!(bigdecimal::BigDecimal);
#[cfg(feature = "rust_decimal")]
computable!(rust_decimal::Decimal);
#[cfg(feature = "time")]
computable!(time::OffsetDateTime time::PrimitiveDateTime);
#[cfg(feature = "jiff")]
computable!(jiff::Timestamp);

#[diagnostic::do_not_recommend]
impl<Zone: TimeZone> Computable for DateTime<Zone> {}

#[diagnostic::do_not_recommend]
impl<T: Computable> Computable for Vec<T> {}

#[diagnostic::do_not_recommend]
impl<T: Computable> Computable for Option<T> {}

#[diagnostic::do_not_recommend]
impl<K: Key> Computable for K {}
