//! Parents that are written with the rows under them: `#[model(lock_parents = write)]`.
//!
//! The nodes of a Galera cluster do not see each other's locks. They compare which rows two transactions have
//! *written*, and let the first one commit. A row under a parent reads the parent, so it is no party to that: another
//! node may delete the parent at the same time. So the parent is written as well. It is marked as deleted and then as
//! live again: nobody sees a change, and it is a write all the same, where an UPDATE that sets a column to its value
//! would be none.

use crate::meta::encoding::Encoding;
use crate::meta::error::{Error, Result};
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::lock::still_open;
use crate::sql::on::ModelOn;
use crate::sql::parts::{key_tuple, push_in};
use crate::sql::rows::{execute, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};

/// Writes the live parents among these keys, `found` of them, which this transaction has locked.
///
/// # Errors
/// [`Error::Conflict`] when the server has ended the transaction; database errors.
pub(crate) fn write_parents<Conn, P>(conn: &mut Conn, keys: &[P::Key], found: usize) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
{
    if found == 0 {
        return Ok(());
    }
    for deleted in [true, false] {
        // Without the transaction, the second of these would bring back a parent that another node has deleted.
        if execute(conn, Mark::<P> { keys, deleted })? != found {
            return Err(Error::Conflict);
        }
    }
    Ok(())
}

/// `UPDATE authors SET deleted_at = '2000-01-01' WHERE id IN (?)`, or `SET deleted_at = NULL`
struct Mark<'k, P: Model> {
    keys: &'k [P::Key],
    deleted: bool,
}

statement!(['k, P: Model] Mark<'k, P>, by_text);

impl<P, DB> QueryFragment<DB> for Mark<'_, P>
where
    DB: Dialect,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let marker = sql::names::<P, DB>().marker()?;
        if self.keys.len() > 1 {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("UPDATE ");
        sql::table::<P, DB>(&mut out)?;
        out.push_sql(" SET ");
        sql::column::<P, DB>(At::Bare, marker, &mut out)?;
        out.push_sql(match (P::META.fields[marker].encoding, self.deleted) {
            (Encoding::Bool, true) => " = TRUE",
            (Encoding::Bool, false) => " = FALSE",
            (_, false) => " = NULL",
            (Encoding::Integer | Encoding::Unsigned, true) => " = 1",
            (_, true) => " = '2000-01-01'",
        });
        out.push_sql(" WHERE ");
        key_tuple::<P, DB>(&mut out)?;
        push_in::<P, DB>(self.keys, &mut out)?;
        out.push_sql(DB::AND_OPEN);
        Ok(())
    }
}

/// The result of a write under written parents, unless the server has ended its transaction without reporting it.
pub(crate) fn kept<M, Conn, T>(conn: &mut Conn, written: Result<T>) -> Result<T>
where
    M: Model,
    Conn: LoadConnection<Backend: Dialect>,
{
    let is_known = matches!(written, Err(Error::Conflict | Error::TransactionLost));
    if const { M::WRITES_PARENTS } && !is_known {
        still_open(conn)?;
    }
    written
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/written.rs"]
pub(crate) mod twin;
