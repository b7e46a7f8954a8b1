//! Reads rows before and after a write.

use crate::meta::column_set::ColumnSet;
use crate::model::{Manager, Model};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::statement;
use crate::sql::target::{AnyClause, ByKey, Clause};
use crate::sql::{At, Names};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::marker::PhantomData;

/// `SELECT .. FROM articles WHERE .. [ORDER BY id] [FOR UPDATE]`
pub(crate) struct Select<'s, Row, T> {
    target: &'s T,
    columns: ColumnSet,
    traced: Option<i64>,
    rows: PhantomData<fn() -> Row>,
}

impl<'s, Row: Manager, T> Select<'s, Row, T> {
    /// Selects the rows and locks them until the transaction ends. Every writer locks in the order of the keys, so that
    /// two writers cannot wait for each other.
    pub(crate) fn locked(target: &'s T) -> Self {
        Self { target, columns: <Row::Model as Model>::META.columns(), traced: None, rows: PhantomData }
    }

    /// Selects NULL for the columns that the trail does not need.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn only(self, columns: ColumnSet) -> Self {
        Self { columns, ..self.tracing(columns) }
    }

    /// Adds a number that says which columns the trail needs.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn tracing(self, columns: ColumnSet) -> Self {
        Self { traced: Some(columns.to_number()), ..self }
    }
}

statement!(['s, Row, T] Select<'s, Row, T>, by_text);

impl<Row, T, DB> QueryFragment<DB> for Select<'_, Row, T>
where
    DB: Dialect,
    Row: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = sql::names::<Row::Model, DB>();
        push_select(names, self.target, self.columns, self.traced.as_ref(), DB::LOCK, &mut out)
    }
}

/// Selects the row with a key; the text of the statement is always the same.
pub(crate) struct SelectOne<'s, Row: Manager, const LOCKED: bool> {
    target: &'s ByKey<Row>,
    /// Which columns are compared, for a model whose rows are compared.
    traced: i64,
}

/// All columns.
const ALL: i64 = -1;

impl<'s, Row: Manager> SelectOne<'s, Row, false> {
    /// Selects the row without a lock.
    pub(crate) fn unlocked(target: &'s ByKey<Row>) -> Self {
        Self { target, traced: ALL }
    }
}

impl<'s, Row: Manager> SelectOne<'s, Row, true> {
    pub(crate) fn locked(target: &'s ByKey<Row>) -> Self {
        Self { target, traced: ALL }
    }

    /// Adds a number that says which columns the trail needs.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn tracing(self, columns: ColumnSet) -> Self {
        Self { traced: columns.to_number(), ..self }
    }
}

statement!(['s, Row: Manager, const LOCKED: bool] SelectOne<'s, Row, LOCKED>);

impl<Row: Manager, const LOCKED: bool> QueryId for SelectOne<'_, Row, LOCKED> {
    type QueryId = SelectOne<'static, Row, LOCKED>;
}

impl<Row, DB, const LOCKED: bool> QueryFragment<DB> for SelectOne<'_, Row, LOCKED>
where
    DB: Dialect,
    Row: RowOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = sql::names::<Row::Model, DB>();
        let traced = names.meta.is_compared().then_some(&self.traced);
        let lock = if LOCKED { DB::LOCK } else { "" };
        push_select(names, self.target, names.meta.columns(), traced, lock, &mut out)
    }
}

fn push_select<'b, DB: Dialect>(
    names: Names<'b, DB>,
    target: &'b dyn AnyClause<DB>,
    columns: ColumnSet,
    traced: Option<&'b i64>,
    lock: &'static str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("SELECT ");
    names.some_columns(At::Table, columns, out)?;
    push_traced(traced, out)?;
    out.push_sql(" FROM ");
    names.table(out)?;
    target.push_where(out)?;
    if target.is_single() {
        out.push_sql(lock);
        return Ok(());
    }
    out.push_sql(" ORDER BY ");
    names.key_columns(At::Table, out)?;
    push_lock::<DB>(lock, out);
    Ok(())
}

/// Pushes `, ?` after the columns of a row: the columns that the trail needs, if the backend returns the number
/// unchanged.
pub(crate) fn push_traced<'b, DB: Dialect>(traced: Option<&'b i64>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    let Some(traced) = traced.filter(|_| DB::ECHOES_BINDS) else { return Ok(()) };
    out.push_sql(", ");
    DB::bigint(traced, out)
}

/// Pushes the lock of a SELECT that is not by the whole key alone.
///
/// When MySQL or MariaDB end a deadlock while they send the rows of such a SELECT, the next execution of the same
/// prepared statement waits forever for the remaining rows (in libmariadb), so the statement is not cached.
pub(crate) fn push_lock<DB: Dialect>(lock: &'static str, out: &mut AstPass<'_, '_, DB>) {
    if !DB::RETURNING && !lock.is_empty() {
        out.unsafe_to_cache_prepared();
    }
    out.push_sql(lock);
}
