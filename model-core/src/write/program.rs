//! What the programs of the verbs share.

use super::dialect::Dialect;
use super::rows::{Recorded, RowOn, statement};
use crate::audit::Decode;
use crate::error::Result;
use crate::model::Model;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// A backend on which an audited write is a program of several statements in one transaction.
pub(crate) trait Program: Dialect + Decode {}

impl<DB: Dialect + Decode> Program for DB {}

/// A statement whose text is known beforehand.
#[derive(Debug, Clone, Copy)]
struct Fixed(&'static str);

statement!([] Fixed);

impl QueryId for Fixed {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend> QueryFragment<DB> for Fixed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
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

/// The keys of rows, in as many groups as the bind limit asks for when a statement has `others` binds beside them.
pub(crate) fn key_chunks<DB, R>(
    rows: &[Recorded<R>],
    others: usize,
) -> impl Iterator<Item = Vec<<R::Model as Model>::Key>>
where
    DB: Dialect,
    R: RowOn<DB>,
{
    let parts = <R::Model as Model>::META.key.len();
    let size = ((DB::BIND_LIMIT - others) / parts).max(1);
    rows.chunks(size).map(|rows| rows.iter().map(|row| row.row.as_model().key()).collect())
}
