//! The targets of a write: one row, or a set.

use crate::meta::Role;
use crate::meta::bulk::Unspecified;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::meta::type_only::TypeOnly;
use crate::model::{Manager, Model};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::values::Values;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::fmt;
use std::marker::PhantomData;

/// The one row with a key, returned as `Row`.
pub struct ByKey<Row: Manager> {
    pub(crate) key: <Row::Model as Model>::Key,
    /// The version that the write expects, if the model counts its writes.
    pub(crate) expected: Option<i64>,
    /// The status that the write starts from, if it changes the status.
    pub(crate) transition: Option<Box<Transition<Row::Model>>>,
}

/// A change of status, which is written only while the row still has the old one: two writers that have loaded the same
/// row do not both make it.
pub(crate) struct Transition<M> {
    /// The column of the status, a text.
    pub(crate) column: usize,
    /// The status as the column stores it: before the write, and after it.
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) status: fn(&M) -> &'static str,
}

impl<M> Clone for Transition<M> {
    fn clone(&self) -> Self {
        Self { column: self.column, from: self.from, to: self.to, status: self.status }
    }
}

impl<M: Model> Transition<M> {
    /// Refuses a row that was not written because it has another status.
    pub(crate) fn check(&self, row: &M) -> Result<()> {
        let found = (self.status)(row);
        let refused = || Error::invalid(M::META.fields[self.column].name, format!("{found} cannot become {}", self.to));
        if found == self.from { Ok(()) } else { Err(refused()) }
    }
}

impl<Row: Manager> ByKey<Row> {
    pub(crate) fn new(key: <Row::Model as Model>::Key) -> Self {
        Self { key, expected: None, transition: None }
    }

    /// The row, at the version that it was loaded with.
    pub(crate) fn of(row: &Row) -> Self {
        Self { key: row.as_model().key(), expected: version_of(row), transition: None }
    }

    /// The row, as long as it has the status from which it changes.
    pub(crate) fn changing(self, transition: Transition<Row::Model>) -> Self {
        Self { transition: Some(Box::new(transition)), ..self }
    }

    /// The row, at this version.
    pub(crate) fn expecting(self, version: i64) -> Self {
        Self { expected: Some(version), ..self }
    }

    /// The outcome of the write if this row has another version than the write expects.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn is_stale(&self, row: &Row) -> Option<Outcome<Row>> {
        stale(row, self.expected)
    }
}

fn version_of<Row: Manager>(row: &Row) -> Option<i64> {
    <Row::Model as Model>::Values::version_of(row.as_model())
}

/// The outcome of a write that finds another version than it expects; none if it finds the expected version.
pub(crate) fn stale<Row: Manager>(row: &Row, expected: Option<i64>) -> Option<Outcome<Row>> {
    let (expected, found) = (expected?, version_of(row)?);
    (expected != found).then_some(Outcome::Stale { expected, found })
}

impl<Row: Manager> Clone for ByKey<Row> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), expected: self.expected, transition: self.transition.clone() }
    }
}

impl<Row: Manager> fmt::Debug for ByKey<Row> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByKey").finish_non_exhaustive()
    }
}

/// Every row that a scoped query selects; `Filter` is its Diesel WHERE clause, and `Mode` says whether the hooks of the
/// model run.
#[derive(Debug)]
pub struct ByFilter<Row, Filter, Mode = Unspecified> {
    pub(crate) clause: Filter,
    /// Whether a patch of these rows means the deleted ones among them too.
    pub(crate) includes_deleted: bool,
    rows: TypeOnly<(Row, Mode)>,
}

impl<Row, Filter> ByFilter<Row, Filter> {
    pub(crate) fn new(clause: Filter) -> Self {
        Self { clause, includes_deleted: false, rows: PhantomData }
    }

    /// The same rows, of which a patch means the deleted ones too.
    pub(crate) fn including_deleted(self) -> Self {
        Self { includes_deleted: true, ..self }
    }
}

impl<Row, Filter, Mode> ByFilter<Row, Filter, Mode> {
    /// The same rows, with another mode for the hooks.
    pub(crate) fn in_mode<Other>(self) -> ByFilter<Row, Filter, Other> {
        ByFilter { clause: self.clause, includes_deleted: self.includes_deleted, rows: PhantomData }
    }
}

/// The target of a write: the row with a key, or a filtered set.
#[diagnostic::on_unimplemented(
    message = "this patch is not bound to a row",
    label = "nothing says which row to write",
    note = "bind it with `.on(&row)`, or start from `row.patch().with(patch)` or \
            `objects().filter(..).patch().with(patch)`"
)]
pub trait Target {
    /// The target itself. Without a target the compiler reports this one error, and none for the methods called
    /// afterwards.
    type Bound;
    /// What a patch of it returns: of one row the row, and of a set how many rows were changed.
    type Output;
    /// The same when a missing row is an answer and not an error.
    type Outcome;

    /// The target itself.
    fn bound(self) -> Self::Bound;
}

#[diagnostic::do_not_recommend]
impl<Row: Manager> Target for ByKey<Row> {
    type Bound = Self;
    type Output = Row;
    type Outcome = Outcome<Row>;

    fn bound(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<Row, Filter, Mode> Target for ByFilter<Row, Filter, Mode> {
    type Bound = Self;
    type Output = usize;
    type Outcome = usize;

    fn bound(self) -> Self {
        self
    }
}

/// The WHERE clause of a target.
pub trait Clause<DB: Backend> {
    /// The row type.
    type Rows: Manager;

    /// Whether it matches at most one row.
    const SINGLE: bool;

    /// Pushes ` WHERE ..`, or nothing.
    ///
    /// # Errors
    /// A value cannot be serialized.
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Whether nothing is pushed.
    ///
    /// # Errors
    /// As for [`push`](Self::push).
    fn is_empty(&self, backend: &DB) -> QueryResult<bool>;

    /// The version that the write expects. It is not part of the clause, because the clause also finds the row
    /// afterwards.
    fn expected(&self) -> Option<&i64> {
        None
    }

    /// The column and the text of the status that the write starts from, likewise.
    fn starts_from(&self) -> Option<(usize, &'static str)> {
        None
    }
}

impl<Row, DB> Clause<DB> for ByKey<Row>
where
    DB: Backend,
    Row: Manager<Model: ModelOn<DB>>,
{
    type Rows = Row;
    const SINGLE: bool = true;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::key_is::<Row::Model, DB>(&self.key, out)
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }

    fn expected(&self) -> Option<&i64> {
        self.expected.as_ref()
    }

    fn starts_from(&self) -> Option<(usize, &'static str)> {
        self.transition.as_ref().map(|transition| (transition.column, transition.from))
    }
}

impl<Row, Filter, DB> Clause<DB> for ByFilter<Row, Filter>
where
    DB: Backend,
    Row: Manager,
    Filter: QueryFragment<DB>,
{
    type Rows = Row;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.clause.walk_ast(out.reborrow())
    }

    fn is_empty(&self, backend: &DB) -> QueryResult<bool> {
        self.clause.is_noop(backend)
    }
}

/// Pushes a clause, and the word that joins another condition to it.
pub(crate) trait AnyClause<DB: Backend> {
    fn push_where<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;
    fn pushes_nothing(&self, backend: &DB) -> QueryResult<bool>;
    fn is_single(&self) -> bool;
    fn version(&self) -> Option<&i64>;
    fn status(&self) -> Option<(usize, &'static str)>;
}

impl<DB: Backend, T: Clause<DB>> AnyClause<DB> for T {
    fn push_where<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.push(out)
    }

    fn pushes_nothing(&self, backend: &DB) -> QueryResult<bool> {
        self.is_empty(backend)
    }

    fn is_single(&self) -> bool {
        T::SINGLE
    }

    fn version(&self) -> Option<&i64> {
        self.expected()
    }

    fn status(&self) -> Option<(usize, &'static str)> {
        self.starts_from()
    }
}

/// Pushes a clause, and the word that joins another condition to it.
pub(crate) fn push_and<'b, DB: Backend>(
    clause: &'b dyn AnyClause<DB>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    clause.push_where(out)?;
    out.push_sql(if clause.pushes_nothing(out.backend())? { " WHERE " } else { " AND " });
    Ok(())
}

// The statement always binds the expected version, or the cache identifies it by its text.
impl<Row: Manager> QueryId for ByKey<Row> {
    type QueryId = Self;
}

impl<Row: 'static, Filter: QueryId> QueryId for ByFilter<Row, Filter> {
    type QueryId = ByFilter<Row, Filter::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Filter::HAS_STATIC_QUERY_ID;
}

/// Pushes ` AND version = ?`, after a clause of a write to one row, when it expects a version.
pub(crate) fn push_version<'b, DB: Dialect>(
    names: sql::Names<'b, DB>,
    expected: Option<&'b i64>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let (Some(expected), Some(version)) = (expected, names.meta.with_role(Role::Version)) else { return Ok(()) };
    out.push_sql(" AND ");
    names.column(At::Table, version, out)?;
    out.push_sql(" = ");
    DB::bigint(expected, out)
}

/// Pushes ` AND status = ?`, after a clause of a write to one row, when it starts from a status.
pub(crate) fn push_status<'b, DB: Dialect>(
    names: sql::Names<'b, DB>,
    at: At,
    status: Option<(usize, &'static str)>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let Some((column, from)) = status else { return Ok(()) };
    out.push_sql(" AND ");
    names.column(at, column, out)?;
    out.push_sql(" = ");
    DB::text(from, out)
}
