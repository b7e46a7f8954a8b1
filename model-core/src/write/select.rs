//! Reading rows before and after a write.

use super::dialect::Dialect;
use super::rows::{RowOn, statement};
use super::target::Clause;
use crate::sql::{self, At};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// `SELECT .. FROM articles WHERE .. [ORDER BY id] [FOR UPDATE]`
pub(crate) struct Select<'s, R, T> {
    target: &'s T,
    lock: bool,
    rows: PhantomData<R>,
}

impl<'s, R, T> Select<'s, R, T> {
    /// The rows, in the order of their keys.
    pub(crate) fn new(target: &'s T) -> Self {
        Self { target, lock: false, rows: PhantomData }
    }

    /// The rows, locked until the transaction ends. Every writer locks in the order of the keys, so that two of them
    /// cannot wait for each other.
    pub(crate) fn locked(target: &'s T) -> Self {
        Self { lock: true, ..Self::new(target) }
    }
}

statement!(['s, R, T] Select<'s, R, T>, by_text);

impl<R, T, DB> QueryFragment<DB> for Select<'_, R, T>
where
    DB: Dialect,
    R: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<R::Model, DB>(At::Table, &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<R::Model, DB>(&mut out)?;
        self.target.push(&mut out)?;
        if !T::SINGLE {
            out.push_sql(" ORDER BY ");
            sql::key_columns::<R::Model, DB>(At::Table, &mut out)?;
        }
        if self.lock && T::SINGLE {
            out.push_sql(DB::LOCK);
        } else if self.lock {
            push_lock::<DB>(DB::LOCK, &mut out);
        }
        Ok(())
    }
}

/// Pushes what locks the rows of a SELECT that is not by the whole key alone.
///
/// When MySQL or MariaDB end a deadlock while the rows of such a SELECT are sent, the next execution of the same prepared
/// statement waits for the rest of them for ever (in libmariadb), so it is not kept.
pub(crate) fn push_lock<DB: Dialect>(lock: &'static str, out: &mut AstPass<'_, '_, DB>) {
    if !DB::RETURNING && !lock.is_empty() {
        out.unsafe_to_cache_prepared();
    }
    out.push_sql(lock);
}
