//! The plain DELETE, and removals that leave no audit row.

use crate::error::Result;
use crate::model::{Manager, Model};
use crate::outcome::Outcome;
use crate::sql::{self, At};
use crate::write::dialect::Dialect;
use crate::write::find::found;
use crate::write::rows::{Plain, RowOn, load, statement};
use crate::write::select::SelectOne;
use crate::write::target::{ByFilter, ByKey, Clause, push_and, push_version};
use crate::write::terms::Entry;
use crate::write::verbs::Needs;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// `DELETE FROM articles WHERE .. [RETURNING ..]`
pub(super) struct DeleteRows<'s, R, T> {
    target: &'s T,
    needs: Needs,
    returning: bool,
    rows: PhantomData<R>,
}

impl<'s, R: Manager, T> DeleteRows<'s, R, T> {
    pub(super) fn new(target: &'s T, needs: Needs) -> Self {
        Self { target, needs, returning: false, rows: PhantomData }
    }

    fn returning(self) -> Self {
        Self { returning: true, ..self }
    }
}

statement!(['s, R, T] DeleteRows<'s, R, T>, by_text);

impl<R, T, DB> QueryFragment<DB> for DeleteRows<'_, R, T>
where
    DB: Dialect,
    R: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("DELETE FROM ");
        sql::table::<R::Model, DB>(&mut out)?;
        if self.needs == Needs::Any {
            self.target.push(&mut out)?;
        } else {
            push_and(self.target, &mut out)?;
            sql::is_deleted::<R::Model, DB>(At::Table, self.needs == Needs::Deleted, &mut out)?;
        }
        push_version::<R::Model, DB>(self.target.expected(), &mut out)?;
        if self.returning {
            out.push_sql(" RETURNING ");
            sql::columns::<R::Model, DB>(At::Table, &mut out)?;
        }
        Ok(())
    }
}

pub(super) fn by_key<Conn, R>(conn: &mut Conn, target: &ByKey<R>, needs: Needs, entry: &Entry<'_>) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Dialect>,
    R: RowOn<Conn::Backend>,
{
    let delete = DeleteRows::<R, _>::new(target, needs);
    let rows: Vec<Plain<R>> = if <Conn::Backend as Dialect>::RETURNING {
        load(conn, delete.returning())?
    } else {
        entry.transaction(conn, |conn| {
            let rows = load(conn, SelectOne::locked(target))?;
            let removed = crate::write::execute(conn, delete)? > 0;
            Ok(if removed { rows } else { Vec::new() })
        })?
    };
    match rows.into_iter().next() {
        Some(Plain(row)) => Ok(Outcome::Changed(row)),
        None => found(conn, target, needs),
    }
}

pub(super) fn set<Conn, R, W>(conn: &mut Conn, target: &ByFilter<R, W>) -> Result<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
    R: RowOn<Conn::Backend>,
    W: QueryFragment<Conn::Backend>,
{
    Ok(crate::write::execute(conn, DeleteRows::<R, _>::new(target, Needs::Any))?)
}

/// Whether removals of this model leave audit rows.
pub(super) fn audited<R: Manager>() -> bool {
    <R::Model as Model>::META.audited
}
