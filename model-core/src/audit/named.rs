//! Reads the name of a row, as the trail records it, on each backend.

use crate::meta::error::Result;
use crate::model::{DeletionPolicy, Model};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// A backend on which the name of a row of `M` can be read over a connection.
#[diagnostic::on_unimplemented(
    message = "the name of a row of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait ReadsName<Conn, M: Model>: Dialect {
    /// The name of the row with this key, if the model has a `repr`; empty when the row does not exist.
    ///
    /// # Errors
    /// Database errors.
    fn name(key: &M::Key, conn: &mut Conn) -> Result<String>;

    /// The keys, as text, and the names of the rows with these keys: only live rows, or deleted rows too.
    ///
    /// # Errors
    /// Database errors.
    fn labels(keys: &[M::Key], all: bool, conn: &mut Conn) -> Result<Vec<(String, String)>>;
}

/// `SELECT title FROM articles WHERE id = ..`: live or deleted.
struct SelectName<'k, M: Model>(&'k M::Key);

statement!(['k, M: Model] SelectName<'k, M>);

impl<M: Model> QueryId for SelectName<'_, M> {
    type QueryId = SelectName<'static, M>;
}

/// `SELECT id, title FROM articles WHERE id IN (..) AND deleted_at IS NULL`
struct SelectLabels<'k, M: Model> {
    keys: &'k [M::Key],
    all: bool,
}

statement!(['k, M: Model] SelectLabels<'k, M>, by_text);

/// Pushes that statement around the expressions for the key and the name.
fn push_labels<'b, M, DB>(
    labels: &'b SelectLabels<'_, M>,
    out: &mut AstPass<'_, 'b, DB>,
    push_names: impl FnOnce(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    out.push_sql("SELECT ");
    push_names(out)?;
    out.push_sql(" FROM ");
    sql::table::<M, DB>(out)?;
    out.push_sql(" WHERE ");
    sql::parts::key_is_one_of::<M, DB>(labels.keys, out)?;
    if !labels.all && M::Deletion::SOFT {
        out.push_sql(" AND ");
        sql::is_deleted::<M, DB>(At::Table, false, out)?;
    }
    Ok(())
}

/// Pushes the statement around the expression for the name.
fn push_select<'b, M, DB>(
    key: &'b M::Key,
    out: &mut AstPass<'_, 'b, DB>,
    push_name: impl FnOnce(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    out.push_sql("SELECT ");
    push_name(out)?;
    out.push_sql(" FROM ");
    sql::table::<M, DB>(out)?;
    out.push_sql(" WHERE ");
    sql::key_is::<M, DB>(key, out)
}

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;

#[cfg(feature = "async")]
#[path = "../../twins/audit/named.rs"]
pub(crate) mod twin;
