//! One optional value per column, and the values that the library fills in.
//!
//! May import: `meta`, and `model`, which imports this folder in turn.
//!
//! A generated `ArticleValues` serves the insert, the patch, the deletion, the restoration and the filter of a proxy
//! alike, so that the code that binds a column is generated once.

pub mod fits;
pub(crate) mod read;

pub(crate) mod assign;
pub(crate) mod computed;
pub(crate) mod digits;
pub(crate) mod exact;
pub(crate) mod fill;
pub(crate) mod kinds;
pub(crate) mod macros;
pub(crate) mod refused;
pub(crate) mod show;

pub use self::exact::{Exact, HasExactForm};
pub use self::fill::Fill;
use crate::meta::slug::Slug;
use crate::values::computed::Computed;
use crate::values::fill::Moment;

use crate::meta::builder::{IntoField, IntoNullable};
use crate::meta::column_set::ColumnSet;
use crate::meta::error::fields::codes;
use crate::meta::error::{FieldError, Refusal};
use crate::model::{Manager, Model};
use chrono::{DateTime, Utc};
use diesel::Column;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::HasSqlType;
use uuid::Uuid;

/// The columns that a patch may set. Generated; do not implement it yourself.
pub trait Patched {
    /// Their indices among the fields.
    const PATCHED: &'static [usize];
}

/// The values of one row of `Row`'s model.
pub(crate) type ValuesOf<Row> = <<Row as Manager>::Model as Model>::Values;

/// One optional value per column of a model. Generated; do not implement it yourself.
pub trait Values: Patched + Default + Send + Sync + 'static {
    /// The model whose columns these are.
    type Model: Model<Values = Self>;
    /// The model with one field for each column: a separate struct if the model has bases.
    type Flat;

    /// The row as the flat struct.
    fn flat(row: Self::Model) -> Self::Flat;

    /// The flat struct as the row.
    fn nested(flat: Self::Flat) -> Self::Model;

    /// The columns that have a value.
    fn columns(&self) -> ColumnSet;

    /// The columns that have a value, for changes.
    fn columns_mut(&mut self) -> &mut ColumnSet;

    /// The columns among them that the database computes.
    fn computed(&self) -> &Computed;

    /// The same, for changes.
    fn computed_mut(&mut self) -> &mut Computed;

    /// Passes every column that the library manages to `fill`, which decides what to do with it at this moment.
    fn fill(&mut self, fill: &mut Fill<'_>);

    /// The values that a row has in these columns.
    fn of_row(row: Self::Model, columns: ColumnSet) -> Self;

    /// The exact value of a column; none when there is no value, or when only the database knows it.
    fn exact(&self, _column: usize) -> Option<Exact<'_>> {
        None
    }

    /// Moves the values out into a row; none when a column has no value.
    fn take_row(&mut self) -> Option<Self::Model>;

    /// The version of a row; none when the model has no version.
    fn version_of(_: &Self::Model) -> Option<i64> {
        None
    }

    /// Fills in the values that the caller of a create may omit: key, defaults, NULLs, timestamps, actor.
    fn fill_create(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Insert);
    }

    /// Sets the columns that follow every write: `updated_at`, `updated_by`, the version.
    fn fill_patch(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Update);
    }

    /// Marks the row as deleted: the marker, `deleted_by`.
    fn fill_delete(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Delete);
    }

    /// Marks the row as live: the marker, `deleted_by`.
    fn fill_restore(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Restore);
    }

    /// The deletion that deleted the row with these values.
    fn deletion_batch(&mut self) -> Option<Uuid> {
        let mut fill = Fill::of_nobody();
        fill_at(self, &mut fill, Moment::Read);
        fill.found()
    }

    /// Refuses values as a write would refuse them, and fills in nothing.
    fn judge(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Judge);
    }

    /// Sets one timestamp column, for comparisons with it. It does not change columns of other roles.
    fn fill_instant(&mut self, column: usize, instant: DateTime<Utc>) {
        fill_at(self, &mut Fill::new(None, instant, Uuid::nil()), Moment::Compare(column));
    }
}

/// Lets the library fill in its columns, at one moment.
fn fill_at<V: Values>(values: &mut V, fill: &mut Fill<'_>, moment: Moment) {
    #[cfg(feature = "tracing")]
    crate::meta::observe::model(V::Model::META);
    fill.begin(moment, V::Model::META);
    values.fill(fill);
    let filled = fill.take_set();
    *values.columns_mut() = values.columns().union(filled);
    if moment == Moment::Update {
        values.computed_mut().begin(fill.instant());
    }
    if matches!(moment, Moment::Insert | Moment::Update | Moment::Judge) {
        refused::check(values, fill);
    }
}

/// The key of a new row as text, if it is one column that the library can fill in.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn read_key<V: Values>(values: &mut V) -> Option<String> {
    let mut fill = Fill::of_nobody();
    fill_at(values, &mut fill, Moment::ReadKey);
    fill.into_key().filter(|_| V::Model::META.key.len() == 1)
}

/// The slug that a new row already has, and the base for a new one; none when the model has no slug.
pub(crate) fn read_slug<V: Values>(values: &mut V) -> Option<(Option<String>, Slug)> {
    let mut fill = Fill::of_nobody();
    fill_at(values, &mut fill, Moment::ReadSlug);
    fill.into_slug()
}

/// Gives a new row the slug with this number.
pub(crate) fn write_slug<V: Values>(values: &mut V, number: u32) {
    fill_at(values, &mut Fill::of_nobody(), Moment::WriteSlug(number));
}

/// A model with one field for each column.
pub type FlatOf<M> = <<M as Model>::Values as Values>::Flat;

/// A row as the flat struct, for generated code.
pub fn flat<M: Model>(row: M) -> FlatOf<M> {
    M::Values::flat(row)
}

/// A flat struct as the row, for generated code.
pub fn nested<M: Model>(flat: FlatOf<M>) -> M {
    M::Values::nested(flat)
}

/// How the values of a model are bound on one backend. Generated; do not implement it yourself.
#[diagnostic::on_unimplemented(
    message = "the fields of this model cannot be stored by `{DB}`",
    note = "each field's type needs `ToSql<column's SQL type, {DB}>`"
)]
pub trait BindValues<DB: Backend>: Values {
    /// Pushes the value of a column as a bind parameter.
    fn bind<'b>(&'b self, column: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Pushes one part of a key as a bind parameter.
    fn bind_key<'b>(key: &'b <Self::Model as Model>::Key, part: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// A column that can hold a Rust value on a backend: the bound behind every generated bind.
#[diagnostic::on_unimplemented(
    message = "the column `{Self}` cannot hold a `{T}` on this backend",
    label = "the field's type does not fit the column's SQL type",
    note = "`{T}` needs `ToSql<<{Self} as Expression>::SqlType, {DB}>`"
)]
pub trait Binds<T, DB: Backend> {
    /// Pushes a value as a bind parameter of the column's type.
    fn push<'b>(value: &'b T, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

#[diagnostic::do_not_recommend]
impl<C, T, DB> Binds<T, DB> for C
where
    C: Expression,
    DB: Backend + HasSqlType<C::SqlType>,
    T: ToSql<C::SqlType, DB>,
{
    fn push<'b>(value: &'b T, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_bind_param::<C::SqlType, T>(value)
    }
}

/// Sets the value of a column.
pub fn put<T>(set: &mut ColumnSet, column: usize, slot: &mut Option<T>, value: impl IntoField<T>) {
    *slot = Some(value.into_field());
    set.insert(column);
}

/// Sets the value of a nullable column.
pub fn put_null<T>(set: &mut ColumnSet, column: usize, slot: &mut Option<Option<T>>, value: impl IntoNullable<T>) {
    put(set, column, slot, value.into_nullable());
}

/// Replaces a value by that of another patch, if that patch sets the column: to a value, or to an expression, which
/// leaves none.
pub fn take_over<T>(slot: &mut Option<T>, other: Option<T>, set: ColumnSet, column: usize) {
    if set.contains(column) {
        *slot = other;
    }
}

/// A row with the values of a patch; none when a column is computed.
pub fn applied<M: Model>(row: M, take_over: impl FnOnce(M::Values) -> M::Values) -> Option<M> {
    take_over(M::Values::of_row(row, M::META.columns())).take_row()
}

/// A column as a value, for generated code. It names the type alone, so that a column that does not exist is one error.
pub fn column<C: Column + Default>() -> C {
    C::default()
}

/// Pushes the value of the column `C`, which is known to be set.
///
/// # Errors
/// A Diesel serialization error: that of the value, or that no value is set, which would be a bug of this library.
pub fn push<'b, C, T, DB>(value: &'b Option<T>, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    C: Column + Binds<T, DB>,
    DB: Backend,
{
    match value {
        Some(value) => C::push(value, out),
        None => Err(unset(C::NAME)),
    }
}

/// The error for a column whose value is pushed although it has none.
#[cold]
fn unset(field: &'static str) -> diesel::result::Error {
    let refusal = Refusal(FieldError::new(field, codes::MISSING, "no value was set"));
    diesel::result::Error::SerializationError(Box::new(refusal))
}

/// Pushes a value for the column `C` of a key.
///
/// # Errors
/// The value's serialization error.
pub fn push_key<'b, C, T, DB>(value: &'b T, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    C: Binds<T, DB>,
    DB: Backend,
{
    C::push(value, out)
}
