//! The values of a write on their way to the database.
//!
//! A generated `ArticleValues` holds one optional value per column. It serves the insert, the patch, the deletion,
//! the restoration and the filter of a proxy alike, so that the code which binds a column is generated once.

use crate::actor::{Actor, FromActor};
use crate::builder::{IntoField, IntoNullable};
use crate::clock::{DeletionMark, Timestamp};
use crate::error::{Error, FieldError, Refusal, Result};
use crate::key::KeyValue;
use crate::meta::{ColumnSet, Field};
use crate::model::Model;
use crate::slug::{Slug, SlugText};
use crate::version::Version;
use chrono::{DateTime, Utc};
use diesel::Column;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::HasSqlType;
use std::fmt;
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

    /// The version of a row; none where the model counts none.
    fn version_of(_: &Self::Model) -> Option<i64> {
        None
    }

    /// Fills what the caller of a create may leave out: key, defaults, NULLs, timestamps, actor.
    fn fill_insert(&mut self, fill: &mut Fill<'_>) {
        fill.fill(self, Moment::Insert);
    }

    /// Sets what moves with every write: `updated_at`, `updated_by`, the version.
    fn fill_update(&mut self, fill: &mut Fill<'_>) {
        fill.fill(self, Moment::Update);
    }

    /// Sets what marks a row as deleted: the marker, `deleted_by`.
    fn fill_delete(&mut self, fill: &mut Fill<'_>) {
        fill.fill(self, Moment::Delete);
    }

    /// Sets what marks a row as live: the marker, `deleted_by`.
    fn fill_restore(&mut self, fill: &mut Fill<'_>) {
        fill.fill(self, Moment::Restore);
    }

    /// The deletion that took the row whose values these are.
    fn deletion_batch(&mut self) -> Option<Uuid> {
        let mut fill = Fill::of_nobody();
        fill.fill(self, Moment::Read);
        fill.found
    }

    /// Sets one timestamp column, for comparisons with it. Columns of other roles are left alone.
    fn fill_instant(&mut self, column: usize, instant: DateTime<Utc>) {
        Fill::new(None, instant, Uuid::nil()).fill(self, Moment::Compare(column));
    }
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
pub fn put<V, T>(mut values: V, column: usize, slot: fn(&mut V) -> &mut Option<T>, value: impl IntoField<T>) -> V
where
    V: Values,
{
    *slot(&mut values) = Some(value.into_field());
    values.columns_mut().insert(column);
    values
}

/// Sets a nullable column.
pub fn put_null<V, T>(
    values: V,
    column: usize,
    slot: fn(&mut V) -> &mut Option<Option<T>>,
    value: impl IntoNullable<T>,
) -> V
where
    V: Values,
{
    put(values, column, slot, value.into_nullable())
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

/// What values are filled in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Insert,
    Update,
    Delete,
    Restore,
    /// A comparison with this column.
    Compare(usize),
    /// Nothing is filled in, and the deletion batch is looked at.
    Read,
    /// A look at what the slug is made of.
    ReadSlug,
    /// The choice of a slug, by its number.
    WriteSlug(u32),
}

/// The statements in which the library writes a column by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In none: the database does.
    Never,
    /// When a row is created.
    Insert,
    /// When a row is changed, deleted or restored, as the role has it.
    Update,
    /// In both.
    Both,
}

impl When {
    fn includes(self, moment: Moment) -> bool {
        match moment {
            Moment::Insert => matches!(self, Self::Insert | Self::Both),
            Moment::Update => matches!(self, Self::Update | Self::Both),
            Moment::Delete | Moment::Restore | Moment::Compare(_) | Moment::Read => false,
            Moment::ReadSlug | Moment::WriteSlug(_) => false,
        }
    }
}

/// What the library fills in by itself during one operation: one instant, one actor.
///
/// Generated code hands each column to the method of its role.
#[derive(Debug)]
pub struct Fill<'a> {
    moment: Moment,
    fields: &'static [Field],
    set: ColumnSet,
    actor: Option<&'a Actor>,
    instant: DateTime<Utc>,
    deletion: Uuid,
    found: Option<Uuid>,
    refusals: Vec<FieldError>,
    slug: Option<(Option<String>, Slug)>,
}

impl<'a> Fill<'a> {
    pub(crate) fn new(actor: Option<&'a Actor>, instant: DateTime<Utc>, deletion: Uuid) -> Self {
        let (set, refusals) = (ColumnSet::default(), Vec::new());
        Self { moment: Moment::Insert, fields: &[], set, actor, instant, deletion, found: None, refusals, slug: None }
    }

    /// For a look at values, or a filling in, that has to do with no actor and no instant.
    fn of_nobody() -> Self {
        Self::new(None, DateTime::UNIX_EPOCH, Uuid::nil())
    }

    pub(crate) fn finish(self) -> Result<()> {
        Error::from_refusals(self.refusals)
    }

    /// The slug that a new row has, and what one is made of; none when the model has no slug.
    pub(crate) fn read_slug<V: Values>(values: &mut V) -> Option<(Option<String>, Slug)> {
        let mut fill = Self::of_nobody();
        fill.fill(values, Moment::ReadSlug);
        fill.slug
    }

    /// Gives a new row the slug with this number.
    pub(crate) fn write_slug<V: Values>(values: &mut V, number: u32) {
        Self::of_nobody().fill(values, Moment::WriteSlug(number));
    }

    fn fill<V: Values>(&mut self, values: &mut V, moment: Moment) {
        self.moment = moment;
        self.fields = V::Model::META.fields;
        values.fill(self);
        let filled = std::mem::take(&mut self.set);
        *values.columns_mut() = values.columns().union(filled);
    }

    /// A key of a new row: made here when the caller gave none and its type can be made.
    pub fn key<K: KeyValue>(&mut self, column: usize, value: &mut Option<K>) {
        if self.moment == Moment::Insert {
            if value.is_none() {
                *value = K::generate();
            }
            if value.is_some() {
                self.set.insert(column);
            }
        }
    }

    /// A value of a new row, unless the caller gave one.
    pub fn default<T>(&mut self, column: usize, value: &mut Option<T>, default: impl FnOnce() -> T) {
        if self.moment == Moment::Insert {
            self.keep(column, value, default);
        }
    }

    /// A slug: left out of a new row without one, until it is known which are free; then made of `source`.
    pub fn slug<T: SlugText, S: SlugText>(
        &mut self,
        column: usize,
        value: &mut Option<T>,
        source: &Option<S>,
        limit: Option<usize>,
    ) {
        match self.moment {
            Moment::ReadSlug => {
                let given = value.as_ref().and_then(SlugText::text).map(str::to_owned);
                self.slug =
                    Some((given, Slug::new(source.as_ref().and_then(SlugText::text).unwrap_or_default(), limit)));
            }
            Moment::WriteSlug(number) => {
                let text = source.as_ref().and_then(SlugText::text).unwrap_or_default();
                *value = Some(T::from_slug(Slug::new(text, limit).numbered(number)));
                self.set.insert(column);
            }
            _ => {}
        }
    }

    /// NULL in a new row, unless the caller gave a value.
    pub fn null<T>(&mut self, column: usize, value: &mut Option<Option<T>>) {
        self.default(column, value, || None);
    }

    /// A timestamp, unless the caller gave one.
    pub fn stamp<T: Timestamp>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        if when.includes(self.moment) || self.moment == Moment::Compare(column) {
            let instant = self.instant;
            self.keep(column, value, || T::from_instant(instant));
        }
    }

    /// The deletion marker.
    pub fn mark<T: DeletionMark>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        let mark = match self.moment {
            Moment::Delete => T::deleted(self.instant),
            Moment::Compare(compared) if compared == column => T::deleted(self.instant),
            Moment::Restore => T::live(),
            Moment::Insert if when.includes(Moment::Insert) => T::live(),
            _ => return,
        };
        *value = Some(mark);
        self.set.insert(column);
    }

    /// Who acts, unless the caller named somebody.
    pub fn actor<T: FromActor>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        if when.includes(self.moment) {
            self.name(column, value);
        }
    }

    /// Who deleted the row; nobody when it is live.
    pub fn deleter<T: FromActor + Default>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        match self.moment {
            Moment::Delete => return self.name(column, value),
            Moment::Restore => {}
            Moment::Insert if when.includes(Moment::Insert) => {}
            _ => return,
        }
        *value = Some(T::default());
        self.set.insert(column);
    }

    /// Which deletion took the row, or which restoration brought it back: by it the rows of one operation are known.
    pub fn deletion_batch<T: BatchMark>(&mut self, column: usize, value: &mut Option<T>, when: When) {
        let mark = match self.moment {
            Moment::Delete | Moment::Restore => T::moved_by(self.deletion),
            Moment::Read => {
                self.found = value.as_ref().and_then(T::mover);
                return;
            }
            Moment::Insert if when.includes(Moment::Insert) => T::never_moved(),
            _ => return,
        };
        *value = Some(mark);
        self.set.insert(column);
    }

    /// The version: the first one in a new row, whatever its caller says. An update counts on from what is stored, so it
    /// names the column and has no value for it.
    pub fn version<T: Version>(&mut self, column: usize, value: &mut Option<T>) {
        match self.moment {
            Moment::Insert => *value = Some(T::FIRST),
            Moment::Update => {}
            _ => return,
        }
        self.set.insert(column);
    }

    /// Refuses a text of more characters than the field allows.
    pub fn max_length<T: Measured>(&mut self, column: usize, value: &Option<T>, limit: usize) {
        let Some(length) = value.as_ref().and_then(Measured::length) else { return };
        if length > limit {
            self.refuse(self.fields[column].name, format!("has {length} characters, and {limit} are allowed"));
        }
    }

    /// Refuses a value that a function refuses, in the words of its error. It is asked when the value is about to be
    /// written, and not for NULL.
    pub fn check<T, V, E>(&mut self, column: usize, value: &Option<T>, check: impl FnOnce(&V) -> Result<(), E>)
    where
        T: Checked<V>,
        V: ?Sized,
        E: fmt::Display,
    {
        if !matches!(self.moment, Moment::Insert | Moment::Update) {
            return;
        }
        if let Some(Err(error)) = value.as_ref().and_then(Checked::checked).map(check) {
            self.refuse(self.fields[column].name, error.to_string());
        }
    }

    /// Refuses a text that one of the library's rules refuses.
    #[cfg(feature = "validate")]
    pub fn rule<T: Checked<str>>(&mut self, column: usize, value: &Option<T>, rule: fn(&str) -> Result<(), String>) {
        self.check(column, value, rule);
    }

    /// Refuses a number that is none, in a column that the audit trail shows: JSON has no NaN and no infinity.
    pub fn finite<T: Finite>(&mut self, column: usize, value: &Option<T>) {
        if value.as_ref().is_some_and(|value| !value.finite()) {
            let message = "is not a finite number, and the audit trail cannot hold it";
            self.refuse(self.fields[column].name, message.to_owned());
        }
    }

    fn keep<T>(&mut self, column: usize, value: &mut Option<T>, default: impl FnOnce() -> T) {
        value.get_or_insert_with(default);
        self.set.insert(column);
    }

    fn name<T: FromActor>(&mut self, column: usize, value: &mut Option<T>) {
        if value.is_none() {
            let field = self.fields[column].name;
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

    pub(crate) fn refuse(&mut self, field: &'static str, message: String) {
        self.refusals.push(FieldError { field, message });
    }
}

/// A field type that can say which deletion took a row, or which restoration brought it back: `Option<Uuid>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say which deletion took a row",
    label = "use `Option<Uuid>`, in a `Nullable` column"
)]
pub trait BatchMark {
    /// The mark of a row that an operation took or brought back.
    fn moved_by(operation: Uuid) -> Self;
    /// The mark of a row that was never deleted.
    fn never_moved() -> Self;
    /// The operation of a mark.
    fn mover(&self) -> Option<Uuid>;
}

impl BatchMark for Option<Uuid> {
    fn moved_by(operation: Uuid) -> Self {
        Some(operation)
    }

    fn never_moved() -> Self {
        None
    }

    fn mover(&self) -> Option<Uuid> {
        *self
    }
}

/// A field type that holds a floating point number: `f32`, `f64`, or an `Option` of one.
pub trait Finite {
    /// Whether it is neither NaN nor an infinity. NULL is finite.
    fn finite(&self) -> bool;
}

impl Finite for f32 {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}

impl Finite for f64 {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}

impl<T: Finite> Finite for Option<T> {
    fn finite(&self) -> bool {
        self.as_ref().is_none_or(Finite::finite)
    }
}

/// A field type whose values a function can check that takes a `&V`: `V` itself, an `Option` of it, and `str` for text.
#[diagnostic::on_unimplemented(
    message = "a check of `{V}` cannot look at a field of type `{Self}`",
    label = "the function takes `&{V}`, and the field holds `{Self}`",
    note = "write a function that takes `&{Self}`, or implement `model_core::Checked<{V}>` for `{Self}`"
)]
pub trait Checked<V: ?Sized> {
    /// What is checked; none for NULL.
    fn checked(&self) -> Option<&V>;
}

#[diagnostic::do_not_recommend]
impl<T> Checked<T> for T {
    fn checked(&self) -> Option<&T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> Checked<T> for Option<T> {
    fn checked(&self) -> Option<&T> {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl Checked<str> for String {
    fn checked(&self) -> Option<&str> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl Checked<str> for Option<String> {
    fn checked(&self) -> Option<&str> {
        self.as_deref()
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

#[diagnostic::do_not_recommend]
impl Measured for String {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Measured> Measured for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref().and_then(Measured::length)
    }
}
