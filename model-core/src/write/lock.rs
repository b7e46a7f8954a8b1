//! The write lock, where it has to be taken before the first read.

use super::dialect::Dialect;
use super::rows::statement;
use crate::error::Result;
use crate::model::ModelOn;
use crate::sql::{self, At};
use diesel::backend::Backend;
use diesel::connection::{LoadConnection, TransactionManager};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::{QueryResult, RunQueryDsl};
use std::marker::PhantomData;

/// A statement whose text is known beforehand.
#[derive(Debug, Clone, Copy)]
struct Fixed(&'static str);

statement!([] Fixed, by_text);

impl<DB: Backend> QueryFragment<DB> for Fixed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

/// `UPDATE articles SET id = id WHERE 0`, for a model whose writes need no table of the library's.
struct Touch<M>(PhantomData<M>);

statement!([M] Touch<M>, by_text);

impl<M: ModelOn<DB>, DB: Backend> QueryFragment<DB> for Touch<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" SET ");
        sql::separated(M::META.key, ", ", &mut out, |index, out| {
            sql::column::<M, DB>(At::Bare, *index, out)?;
            out.push_sql(" = ");
            sql::column::<M, DB>(At::Bare, *index, out)
        })?;
        out.push_sql(" WHERE 0");
        Ok(())
    }
}

/// Takes the write lock before the first read of a transaction that will write to the table of `M`, on a backend where
/// taking it later could fail. Outside of a transaction there is nothing that a read could spoil.
pub(super) fn take_write_lock_of<Conn, M>(conn: &mut Conn) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    if <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() && is_in_transaction(conn)? {
        RunQueryDsl::execute(Touch::<M>(PhantomData), conn)?;
    }
    Ok(())
}

/// Whether a transaction is open.
pub(super) fn is_in_transaction<Conn: LoadConnection>(conn: &mut Conn) -> Result<bool> {
    let status = <Conn::TransactionManager as TransactionManager<Conn>>::transaction_manager_status_mut(conn);
    Ok(status.transaction_depth()?.is_some())
}

/// Takes the write lock before the first read, on a backend where taking it later could fail.
pub(crate) fn take_write_lock<Conn>(conn: &mut Conn) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if let Some(sql) = <Conn::Backend as Dialect>::TAKE_WRITE_LOCK {
        RunQueryDsl::execute(Fixed(sql), conn)?;
    }
    Ok(())
}
