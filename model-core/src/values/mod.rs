//! The values of a write on their way to the database.
//!
//! A generated `ArticleValues` holds one optional value per column. It serves the insert, the patch, the deletion,
//! the restoration and the filter of a proxy alike, so that the code which binds a column is generated once.

pub mod fits;
pub(crate) mod read;

pub(crate) mod exact;
pub(crate) mod fill;
pub(crate) mod kinds;

pub use self::exact::{Exact, HasExactForm};
pub use self::fill::{Fill, When};
use crate::meta::slug::Slug;
use crate::values::fill::Moment;

use crate::meta::ColumnSet;
use crate::meta::builder::{IntoField, IntoNullable};
use crate::meta::error::{FieldError, Refusal};
use crate::model::Model;
use chrono::{DateTime, Utc};
use diesel::Column;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::HasSqlType;
use uuid::Uuid;

/// The columns that a patch may set. Generated; not implemented by hand.
pub trait Patched {
    /// Their places among the fields.
    const PATCHED: &'static [usize];
}

/// One optional value per column of a model. Generated; not implemented by hand.
pub trait Values: Patched + Default + 'static {
    /// The model whose columns these are.
    type Model: Model<Values = Self>;
    /// The model with one field for each column: another struct than the model where that has bases.
    type Flat;

    /// The row as the flat struct.
    fn flat(row: Self::Model) -> Self::Flat;

    /// The flat struct as the row.
    fn nested(flat: Self::Flat) -> Self::Model;

    /// The columns that have a value.
    fn columns(&self) -> ColumnSet;

    /// The same, to be changed.
    fn columns_mut(&mut self) -> &mut ColumnSet;

    /// Hands every column that the library has a part in to `fill`, which knows what to do with it at this moment.
    fn fill(&mut self, fill: &mut Fill<'_>);

    /// The values that a row has in these columns.
    fn of_row(row: Self::Model, columns: ColumnSet) -> Self;

    /// What is known of the value of a column; none where there is none, or only the database knows.
    fn exact(&self, _column: usize) -> Option<Exact<'_>> {
        None
    }

    /// The row of these values, which are gone then; none where a column has none.
    fn take_row(&mut self) -> Option<Self::Model>;

    /// The version of a row; none where the model counts none.
    fn version_of(_: &Self::Model) -> Option<i64> {
        None
    }

    /// Fills what the caller of a create may leave out: key, defaults, NULLs, timestamps, actor.
    fn fill_create(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Insert);
    }

    /// Sets what moves with every write: `updated_at`, `updated_by`, the version.
    fn fill_patch(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Update);
    }

    /// Sets what marks a row as deleted: the marker, `deleted_by`.
    fn fill_delete(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Delete);
    }

    /// Sets what marks a row as live: the marker, `deleted_by`.
    fn fill_restore(&mut self, fill: &mut Fill<'_>) {
        fill_at(self, fill, Moment::Restore);
    }

    /// The deletion that took the row whose values these are.
    fn deletion_batch(&mut self) -> Option<Uuid> {
        let mut fill = Fill::of_nobody();
        fill_at(self, &mut fill, Moment::Read);
        fill.found()
    }

    /// Sets one timestamp column, for comparisons with it. Columns of other roles are left alone.
    fn fill_instant(&mut self, column: usize, instant: DateTime<Utc>) {
        fill_at(self, &mut Fill::new(None, instant, Uuid::nil()), Moment::Compare(column));
    }
}

/// Lets the library fill in its columns, at one moment.
fn fill_at<V: Values>(values: &mut V, fill: &mut Fill<'_>, moment: Moment) {
    fill.begin(moment, V::Model::META.fields);
    values.fill(fill);
    let filled = fill.take_set();
    *values.columns_mut() = values.columns().union(filled);
}

/// The key of a new row as text, where it is one column that the library can fill in.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn read_key<V: Values>(values: &mut V) -> Option<String> {
    let mut fill = Fill::of_nobody();
    fill_at(values, &mut fill, Moment::ReadKey);
    fill.into_key().filter(|_| V::Model::META.key.len() == 1)
}

/// The slug that a new row has, and what one is made of; none when the model has no slug.
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

/// How the values of a model are bound on one backend. Generated; not implemented by hand.
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

/// Sets a column.
pub fn put<T>(set: &mut ColumnSet, column: usize, slot: &mut Option<T>, value: impl IntoField<T>) {
    *slot = Some(value.into_field());
    set.insert(column);
}

/// Sets a nullable column.
pub fn put_null<T>(set: &mut ColumnSet, column: usize, slot: &mut Option<Option<T>>, value: impl IntoNullable<T>) {
    put(set, column, slot, value.into_nullable());
}

/// Takes over the value that another patch sets in a column.
pub fn take_over<T>(slot: &mut Option<T>, other: Option<T>) {
    if other.is_some() {
        *slot = other;
    }
}

/// A column as a value, for generated code: by its type alone, so that one which does not exist is one error.
pub fn column<C: Column + Default>() -> C {
    C::default()
}

/// Pushes the value of the column `C`, which is known to be set.
///
/// # Errors
/// A Diesel serialization error: the value's own, or that none is set, which would be a mistake of this library.
pub fn push<'b, C, T, DB>(value: &'b Option<T>, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    C: Column + Binds<T, DB>,
    DB: Backend,
{
    let Some(value) = value else {
        let refusal = Refusal(FieldError { field: C::NAME, message: "no value was set".to_owned() });
        return Err(diesel::result::Error::SerializationError(Box::new(refusal)));
    };
    C::push(value, out)
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
