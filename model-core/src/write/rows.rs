//! How the rows of our own statements are read.
//!
//! Our statements have the SQL type `Untyped`, as `sql_query` has: then a row can be read by position with nothing
//! but `FromSqlRow` of the model, and generic code needs no bound per query.

use super::dialect::Dialect;
use super::target::stale;
use super::verbs::Needs;
use crate::model::{Manager, Model, ModelOn, RowOf};
use crate::outcome::Outcome;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, FromSqlRow, QueryableByName};
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::query_dsl::RunQueryDsl;
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::Untyped;

/// A row type that can be read and written on a backend. Implemented for every model and proxy whose fields can.
pub trait RowOn<DB: Backend>: Manager<Model: ModelOn<DB>> + FromSqlRow<RowOf<Self::Model>, DB> {}

impl<R, DB> RowOn<DB> for R
where
    DB: Backend,
    R: Manager<Model: ModelOn<DB>> + FromSqlRow<RowOf<R::Model>, DB>,
{
}

/// Runs a statement of ours and reads its rows.
pub(crate) fn load<Conn, S, U>(conn: &mut Conn, statement: S) -> QueryResult<Vec<U>>
where
    Conn: LoadConnection,
    Conn::Backend: 'static,
    S: Query<SqlType = Untyped> + QueryFragment<Conn::Backend> + QueryId + RunQueryDsl<Conn>,
    U: QueryableByName<Conn::Backend> + 'static,
{
    RunQueryDsl::load::<U>(statement, conn)
}

/// A row and nothing else.
pub(crate) struct Plain<R>(pub(crate) R);

impl<R, DB> QueryableByName<DB> for Plain<R>
where
    DB: Backend,
    R: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        R::build_from_row(row).map(Self)
    }
}

/// What a write to one row gave back: the row, followed by a number that says what became of it.
#[derive(Debug)]
pub(crate) struct Coded<R> {
    row: R,
    code: i32,
    /// The version that the row had to be at, where the statement gives it back.
    expected: Option<i64>,
}

impl<R: Manager> Coded<R> {
    /// The same, of a write that needs the row to be at a version.
    pub(crate) fn expecting(self, expected: Option<i64>) -> Self {
        Self { expected, ..self }
    }

    /// The row, and whether it is in the state that was asked about.
    pub(crate) fn into_parts(self) -> (R, bool) {
        (self.row, self.code == UNCHANGED)
    }

    /// What was found, for a write that needs the row in some state.
    pub(crate) fn outcome(self, needs: Needs) -> Outcome<R> {
        match (self.code, needs) {
            (CHANGED, _) => Outcome::Changed(self.row),
            (UNCHANGED, _) => stale(&self.row, self.expected).unwrap_or(Outcome::Unchanged(self.row)),
            (_, Needs::Deleted) => Outcome::NotDeleted,
            (_, Needs::Live | Needs::Any) => Outcome::Deleted,
        }
    }
}

/// The row was written.
pub(crate) const CHANGED: i32 = 1;
/// The row is in the state that was needed, and was not written.
pub(crate) const UNCHANGED: i32 = 0;

impl<R, DB> QueryableByName<DB> for Coded<R>
where
    DB: Dialect,
    R: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let width = <R::Model as Model>::META.fields.len();
        let code = Row::get(row, width).ok_or("the row has no code")?;
        let code = DB::read_code(code.value())?;
        let expected = match Row::get(row, width + 1) {
            Some(cell) => cell.value().map(|raw| DB::read_count(Some(raw))).transpose()?,
            None => None,
        };
        Ok(Self { row: R::build_from_row(row)?, code, expected })
    }
}

/// A small number that a statement of ours computed.
pub(crate) struct Code(pub(crate) i32);

impl<DB: Dialect> QueryableByName<DB> for Code {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no code")?;
        DB::read_code(first.value()).map(Self)
    }
}

/// A number alone.
pub(crate) struct Number(pub(crate) i64);

impl Number {
    /// The number, as a count of rows.
    pub(crate) fn count(&self) -> usize {
        self.0.try_into().unwrap_or_default()
    }
}

impl<DB: Dialect> QueryableByName<DB> for Number {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no number")?;
        DB::read_count(first.value()).map(Self)
    }
}

/// Implements what Diesel asks of a statement that is read through this module. With `by_text`, the statement cache
/// knows it by its text; without, its type says enough, and `QueryId` is implemented beside it.
macro_rules! statement {
    ([$($generics:tt)*] $name:ty, by_text) => {
        $crate::write::statement!([$($generics)*] $name);

        impl<$($generics)*> diesel::query_builder::QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    };
    ([] $name:ty) => {
        $crate::write::statement!(@query [] $name);

        impl<Conn> diesel::query_dsl::RunQueryDsl<Conn> for $name {}
    };
    ([$($generics:tt)+] $name:ty) => {
        $crate::write::statement!(@query [$($generics)+] $name);

        impl<$($generics)+, Conn> diesel::query_dsl::RunQueryDsl<Conn> for $name {}
    };
    (@query [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> diesel::query_builder::Query for $name {
            type SqlType = diesel::sql_types::Untyped;
        }
    };
}

pub(crate) use statement;
