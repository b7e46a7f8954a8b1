//! Counts the rows that a clause selects.

use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::statement;
use crate::sql::select::push_lock;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// `SELECT COUNT(*) FROM articles WHERE .. [LOCK IN SHARE MODE]`
pub(crate) struct CountRows<M, Filter> {
    clause: Filter,
    lock: &'static str,
    model: PhantomData<fn() -> M>,
}

impl<M, Filter> CountRows<M, Filter> {
    pub(crate) fn new(clause: Filter) -> Self {
        Self { clause, lock: "", model: PhantomData }
    }

    /// Locks the rows as well.
    pub(crate) fn locked(self, lock: &'static str) -> Self {
        Self { lock, ..self }
    }
}

statement!([M, Filter] CountRows<M, Filter>, by_text);

impl<M, Filter, DB> QueryFragment<DB> for CountRows<M, Filter>
where
    DB: Dialect,
    M: ModelOn<DB>,
    Filter: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM ");
        sql::table::<M, DB>(&mut out)?;
        self.clause.walk_ast(out.reborrow())?;
        push_lock::<DB>(self.lock, &mut out);
        Ok(())
    }
}
