//! The values of a write on their way to the database.
//!
//! A generated `ArticleValues` holds one optional value per column. It serves the insert, the patch, the deletion,
//! the restoration and the filter of a proxy alike, so that the code which binds a column is generated once.

use crate::actor::Actor;
use crate::error::{Error, FieldError, Refusal, Result};
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

    /// Hands every column that the library has a part in to `fill`, which knows what to do with it at this moment.
    fn fill(&mut self, fill: &mut Fill<'_>);

    /// Fills what the caller of a create may leave out: key, defaults, NULLs, timestamps, actor.
    fn fill_insert(&mut self, fill: &mut Fill<'_>) {
        self.fill(fill.at(Moment::Insert));
    }

    /// Sets what moves with every write: `updated_at`, `updated_by`.
    fn fill_update(&mut self, fill: &mut Fill<'_>) {
        self.fill(fill.at(Moment::Update));
    }

    /// Sets what marks a row as deleted: the marker, `deleted_by`.
    fn fill_delete(&mut self, fill: &mut Fill<'_>) {
        self.fill(fill.at(Moment::Delete));
    }

    /// Sets what marks a row as live: the marker, `deleted_by`.
    fn fill_restore(&mut self, fill: &mut Fill<'_>) {
        self.fill(fill.at(Moment::Restore));
    }

    /// Sets one timestamp column, for comparisons with it. Columns of other roles are left alone.
    fn fill_instant(&mut self, column: usize, instant: DateTime<Utc>) {
        self.fill(Fill::new(None, instant).at(Moment::Compare(column)));
    }
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

/// What values are filled in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Insert,
    Update,
    Delete,
    Restore,
    /// A comparison with this column.
    Compare(usize),
}

/// The statements in which the library writes a column by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In none: the database does.
    Never,
    /// When a row is created.
    Insert,
    /// When a row is changed.
    Update,
    /// In both.
    Both,
}

impl When {
    fn includes(self, moment: Moment) -> bool {
        match moment {
            Moment::Insert => matches!(self, Self::Insert | Self::Both),
            Moment::Update => matches!(self, Self::Update | Self::Both),
            Moment::Delete | Moment::Restore | Moment::Compare(_) => false,
        }
    }
}

/// What the library fills in by itself during one operation: one instant, one actor.
///
/// Generated code hands each column to the method of its role, together with the functions of the role's trait by the
/// field's own type: a type that does not fit is one error, under that type.
#[derive(Debug)]
pub struct Fill<'a> {
    moment: Moment,
    set: ColumnSet,
    actor: Option<&'a Actor>,
    instant: DateTime<Utc>,
    refusals: Vec<FieldError>,
}

impl<'a> Fill<'a> {
    pub(crate) fn new(actor: Option<&'a Actor>, instant: DateTime<Utc>) -> Self {
        Self { moment: Moment::Insert, set: ColumnSet::default(), actor, instant, refusals: Vec::new() }
    }

    pub(crate) fn finish(self) -> Result<()> {
        Error::from_refusals(self.refusals)
    }

    /// The columns that were filled since this was last asked.
    pub fn take_columns(&mut self) -> ColumnSet {
        std::mem::take(&mut self.set)
    }

    /// A key of a new row: made here when the caller gave none and its type can be made.
    pub fn key<K>(&mut self, column: usize, value: &mut Option<K>, generate: fn() -> Option<K>) {
        if self.moment == Moment::Insert {
            if value.is_none() {
                *value = generate();
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

    /// A timestamp, unless the caller gave one.
    pub fn stamp<T>(&mut self, column: usize, value: &mut Option<T>, when: When, stamp: fn(DateTime<Utc>) -> T) {
        if when.includes(self.moment) || self.moment == Moment::Compare(column) {
            let instant = self.instant;
            self.keep(column, value, || stamp(instant));
        }
    }

    /// The deletion marker.
    pub fn mark<T>(
        &mut self,
        column: usize,
        value: &mut Option<T>,
        when: When,
        live: fn() -> T,
        deleted: fn(DateTime<Utc>) -> T,
    ) {
        let mark = match self.moment {
            Moment::Delete => deleted(self.instant),
            Moment::Restore => live(),
            moment if when == When::Both && moment == Moment::Insert => live(),
            _ => return,
        };
        *value = Some(mark);
        self.set.insert(column);
    }

    /// Who acts, unless the caller named somebody.
    pub fn actor<T>(
        &mut self,
        column: usize,
        field: &'static str,
        value: &mut Option<T>,
        when: When,
        actor: fn(&Actor, &'static str) -> Result<T>,
    ) {
        if when.includes(self.moment) {
            self.name(column, field, value, actor);
        }
    }

    /// Who deleted the row; nobody when it is live.
    pub fn deleter<T>(
        &mut self,
        column: usize,
        field: &'static str,
        value: &mut Option<T>,
        when: When,
        nobody: fn() -> T,
        actor: fn(&Actor, &'static str) -> Result<T>,
    ) {
        match self.moment {
            Moment::Delete => self.name(column, field, value, actor),
            moment if moment == Moment::Restore || when == When::Both && moment == Moment::Insert => {
                *value = Some(nobody());
                self.set.insert(column);
            }
            _ => {}
        }
    }

    /// Refuses a text of more characters than the field allows.
    pub fn max_length<T>(
        &mut self,
        field: &'static str,
        value: &Option<T>,
        limit: usize,
        length: fn(&T) -> Option<usize>,
    ) {
        let Some(length) = value.as_ref().and_then(length) else { return };
        if length > limit && matches!(self.moment, Moment::Insert | Moment::Update) {
            self.refuse(field, format!("has {length} characters, and {limit} are allowed"));
        }
    }

    fn at(&mut self, moment: Moment) -> &mut Self {
        self.moment = moment;
        self
    }

    fn keep<T>(&mut self, column: usize, value: &mut Option<T>, default: impl FnOnce() -> T) {
        value.get_or_insert_with(default);
        self.set.insert(column);
    }

    fn name<T>(
        &mut self,
        column: usize,
        field: &'static str,
        value: &mut Option<T>,
        actor: fn(&Actor, &'static str) -> Result<T>,
    ) {
        if value.is_none() {
            // Without an actor the type checker has refused the write already.
            match self.actor.map(|who| actor(who, field)) {
                Some(Ok(id)) => *value = Some(id),
                Some(Err(Error::Invalid { field, message, .. })) => self.refuse(field, message),
                Some(Err(other)) => self.refuse(field, other.to_string()),
                None => self.refuse(field, "no actor was given".to_owned()),
            }
        }
        self.set.insert(column);
    }

    /// Refuses a number that is none, in a column that the audit trail shows: JSON has no NaN and no infinity.
    pub fn finite<T>(&mut self, field: &'static str, value: &Option<T>, is_finite: impl FnOnce(&T) -> bool) {
        if value.as_ref().is_some_and(|value| !is_finite(value)) {
            self.refuse(field, "is not a finite number, and the audit trail cannot hold it".to_owned());
        }
    }

    fn refuse(&mut self, field: &'static str, message: String) {
        self.refusals.push(FieldError { field, message });
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
