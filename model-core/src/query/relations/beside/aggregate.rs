//! Numbers and other aggregates of related rows.

use crate::meta::type_only::TypeOnly;
use crate::sql::dialect::Dialect;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSqlRow};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, Row};
use std::marker::PhantomData;

/// An aggregate `A` of the related rows of the relation `T`: the methods of [`RelatedRows`](super::RelatedRows) make
/// it.
#[allow(missing_debug_implementations)]
#[must_use = "aggregates are read by `objects().with(..).load(conn)`"]
pub struct Aggregated<T, Row, Where, A> {
    pub(crate) filter: Where,
    pub(crate) aggregate: A,
    pub(crate) all: bool,
    pub(crate) marker: TypeOnly<(T, Row)>,
}

/// What an aggregate gives.
pub trait Aggregate {
    /// The result for each row.
    type Output: Clone + Send + Sync;

    /// The result without related rows.
    fn none() -> Self::Output;
}

/// [`Aggregate`] on a backend.
pub trait AggregateOn<DB: Backend>: Aggregate {
    /// Pushes what follows the key in the list of columns, with its comma.
    ///
    /// # Errors
    /// A value in it cannot be serialized.
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Reads the result from the column after the key.
    ///
    /// # Errors
    /// The value is not of the type.
    fn read<'a>(row: &impl Row<'a, DB>, at: usize) -> deserialize::Result<Self::Output>;
}

/// The number of rows.
#[derive(Debug, Clone, Copy)]
pub struct CountAll;

impl Aggregate for CountAll {
    type Output = i64;

    fn none() -> i64 {
        0
    }
}

impl<DB: Dialect> AggregateOn<DB> for CountAll {
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(", COUNT(*)");
        Ok(())
    }

    fn read<'a>(row: &impl Row<'a, DB>, at: usize) -> deserialize::Result<i64> {
        DB::read_count(row.get(at).ok_or("the row has no count")?.value())
    }
}

/// Whether there are rows: a key without any is not returned.
#[derive(Debug, Clone, Copy)]
pub struct Exists;

impl Aggregate for Exists {
    type Output = bool;

    fn none() -> bool {
        false
    }
}

impl<DB: Dialect> AggregateOn<DB> for Exists {
    fn push<'b>(&'b self, _: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }

    fn read<'a>(_: &impl Row<'a, DB>, _: usize) -> deserialize::Result<bool> {
        Ok(true)
    }
}

/// A function of SQL over the values of an expression. Its result has the SQL type `ST`, and is read as `Option<U>`.
#[derive(Debug, Clone, Copy)]
pub struct Measure<U, ST, E> {
    function: &'static str,
    expression: E,
    read: TypeOnly<(U, ST)>,
}

impl<U, ST, E> Measure<U, ST, E> {
    pub(crate) fn new(function: &'static str, expression: E) -> Self {
        Self { function, expression, read: PhantomData }
    }
}

impl<U: Clone + Send + Sync, ST, E> Aggregate for Measure<U, ST, E> {
    type Output = Option<U>;

    fn none() -> Option<U> {
        None
    }
}

impl<DB, U, ST, E> AggregateOn<DB> for Measure<U, ST, E>
where
    DB: Dialect,
    U: Clone + Send + Sync,
    Option<U>: FromSqlRow<ST, DB>,
    E: QueryFragment<DB>,
{
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(", ");
        out.push_sql(self.function);
        out.push_sql("(");
        self.expression.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }

    fn read<'a>(row: &impl Row<'a, DB>, at: usize) -> deserialize::Result<Option<U>> {
        FromSqlRow::build_from_row(&row.partial_row(at..at + 1))
    }
}
