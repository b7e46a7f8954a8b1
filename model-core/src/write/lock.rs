//! The write lock, where it has to be taken before the first read.

use super::dialect::Dialect;
use super::rows::statement;
use crate::error::Result;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::{QueryResult, RunQueryDsl};

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
