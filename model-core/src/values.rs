//! The values of a write on their way to the database.
//!
//! A generated `ArticleValues` holds one optional value per column. It serves the insert, the patch, the deletion,
//! the restoration and the filter of a proxy alike, so that the code which binds a column is generated once.

use crate::actor::{Actor, FromActor};
use crate::clock::{DeletionMark, Timestamp};
use crate::error::{Error, FieldError, Refusal, Result};
use crate::key::KeyValue;
use crate::meta::ColumnSet;
use crate::model::Model;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::HasSqlType;

/// One optional value per column of a model. Generated; not implemented by hand.
pub trait Values: Default + 'static {
    /// The model whose columns these are.
    type Model: Model<Values = Self>;

    /// The columns that have a value.
    fn columns(&self) -> ColumnSet;

    /// Fills what the caller of a create may leave out: key, defaults, NULLs, timestamps, actor.
    fn fill_insert(&mut self, fill: &mut Fill<'_>);

    /// Sets what moves with every write: `updated_at`, `updated_by`.
    fn fill_update(&mut self, fill: &mut Fill<'_>);

    /// Sets what marks a row as deleted: the marker, `deleted_by`.
    fn fill_delete(&mut self, fill: &mut Fill<'_>);

    /// Sets what marks a row as live: the marker, `deleted_by`.
    fn fill_restore(&mut self, fill: &mut Fill<'_>);

    /// Sets one timestamp column, for comparisons with it. Columns of other roles are left alone.
    fn fill_instant(&mut self, column: usize, instant: DateTime<Utc>);
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

/// The value of a column that is known to be set.
///
/// # Errors
/// A Diesel serialization error when it is not, which would be a mistake of this library.
pub fn given<'b, T>(value: &'b Option<T>, field: &'static str) -> QueryResult<&'b T> {
    value.as_ref().ok_or_else(|| {
        let refusal = Refusal(FieldError { field, message: "no value was set".to_owned() });
        diesel::result::Error::SerializationError(Box::new(refusal))
    })
}

/// What the library fills in by itself during one operation: one instant, one actor.
#[derive(Debug)]
pub struct Fill<'a> {
    set: ColumnSet,
    actor: Option<&'a Actor>,
    instant: DateTime<Utc>,
    refusals: Vec<FieldError>,
}

impl<'a> Fill<'a> {
    pub(crate) fn new(actor: Option<&'a Actor>, instant: DateTime<Utc>) -> Self {
        Self { set: ColumnSet::default(), actor, instant, refusals: Vec::new() }
    }

    pub(crate) fn finish(self) -> Result<()> {
        Error::from_refusals(self.refusals)
    }

    /// The columns that were filled since this was last asked.
    pub fn take_columns(&mut self) -> ColumnSet {
        std::mem::take(&mut self.set)
    }

    /// A key of a new row: made here when the caller gave none and its type can be made.
    pub fn key<K: KeyValue>(&mut self, column: usize, value: &mut Option<K>) {
        if value.is_none() {
            *value = K::generate();
        }
        if value.is_some() {
            self.set.insert(column);
        }
    }

    /// A value that is used unless the caller gave one.
    pub fn default<T>(&mut self, column: usize, value: &mut Option<T>, default: impl FnOnce() -> T) {
        value.get_or_insert_with(default);
        self.set.insert(column);
    }

    /// A timestamp of a new row, unless the caller gave one.
    pub fn stamp_unset<T: Timestamp>(&mut self, column: usize, value: &mut Option<T>) {
        let instant = self.instant;
        self.default(column, value, || T::from_instant(instant));
    }

    /// A timestamp that moves with this write, unless the caller gave one.
    pub fn stamp<T: Timestamp>(&mut self, column: usize, value: &mut Option<T>) {
        self.stamp_unset(column, value);
    }

    /// The mark of a live row.
    pub fn live<T: DeletionMark>(&mut self, column: usize, value: &mut Option<T>) {
        *value = Some(T::live());
        self.set.insert(column);
    }

    /// The mark of a deleted row.
    pub fn deleted<T: DeletionMark>(&mut self, column: usize, value: &mut Option<T>) {
        *value = Some(T::deleted(self.instant));
        self.set.insert(column);
    }

    /// Who acts, unless the caller named somebody.
    pub fn actor<T: FromActor>(&mut self, column: usize, field: &'static str, value: &mut Option<T>) {
        if value.is_none() {
            // Without an actor the type checker has refused the write already.
            match self.actor.map(|actor| T::from_actor(actor, field)) {
                Some(Ok(id)) => *value = Some(id),
                Some(Err(Error::Invalid { field, message, .. })) => self.refuse(field, message),
                Some(Err(other)) => self.refuse(field, other.to_string()),
                None => self.refuse(field, "no actor was given".to_owned()),
            }
        }
        self.set.insert(column);
    }

    /// Nobody: the value of `deleted_by` on a live row.
    pub fn nobody<T: Default>(&mut self, column: usize, value: &mut Option<T>) {
        *value = Some(T::default());
        self.set.insert(column);
    }

    /// Refuses a text of more characters than the field allows.
    pub fn max_length<T: Measured>(&mut self, field: &'static str, value: &Option<T>, limit: usize) {
        let Some(length) = value.as_ref().and_then(Measured::length) else { return };
        if length > limit {
            self.refuse(field, format!("has {length} characters, and {limit} are allowed"));
        }
    }

    fn refuse(&mut self, field: &'static str, message: String) {
        self.refusals.push(FieldError { field, message });
    }
}

/// A field type that `max_length` can measure: text, or an `Option` of text.
#[diagnostic::on_unimplemented(
    message = "`max_length` measures text, and `{Self}` is not text",
    label = "use `String`, `Option<String>`, or implement `model_core::Measured` for the type"
)]
pub trait Measured {
    /// The number of characters (Unicode scalar values), or none for NULL.
    fn length(&self) -> Option<usize>;
}

impl Measured for String {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl<T: Measured> Measured for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref().and_then(Measured::length)
    }
}
