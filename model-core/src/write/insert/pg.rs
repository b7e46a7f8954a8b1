//! Inserts on PostgreSQL: one statement, audited or not.
//!
//! ```sql
//! WITH "model_new" AS (INSERT INTO "articles" (..) VALUES (..) RETURNING ..),
//!      "model_log" AS (INSERT INTO "audit_logs" (..) SELECT .. FROM "model_new")
//! SELECT .., 1 FROM "model_new"
//! ```

use super::chunks;
use super::statement::{InsertRows, push_insert};
use crate::audit::pg as audit;
use crate::error::{Error, Result};
use crate::model::{Model, ModelOn};
use crate::sql::{self, At};
use crate::write::rows::{Plain, RowOn, load, statement};
use crate::write::terms::Entry;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};

const NEW: At = At::Cte(audit::NEW);

/// An insert as one statement of PostgreSQL. Its rows are read as [`Written`](crate::write::Written).
#[must_use = "a statement does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct PgInsert<'a, M: Model> {
    rows: Vec<M::Values>,
    entry: Entry<'a>,
}

impl<'a, M: Model> PgInsert<'a, M> {
    pub(crate) fn new(rows: Vec<M::Values>, entry: Entry<'a>) -> Self {
        Self { rows, entry }
    }
}

statement!(['a, M: Model] PgInsert<'a, M>, by_text);

impl<M: ModelOn<Pg>> QueryFragment<Pg> for PgInsert<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH \"model_new\" AS (");
        push_insert::<M, Pg>(&self.rows, &mut out)?;
        out.push_sql(" RETURNING ");
        sql::columns::<M, Pg>(At::Table, &mut out)?;
        out.push_sql(")");
        if M::META.audited {
            out.push_sql(", \"model_log\" AS (");
            audit::push_insert::<M>(&self.entry, NEW, &mut out, |out| audit::push_values::<M>("new", NEW, out))?;
            out.push_sql(" FROM \"model_new\")");
        }
        out.push_sql(" SELECT ");
        sql::columns::<M, Pg>(NEW, &mut out)?;
        out.push_sql(", 1 FROM \"model_new\"");
        Ok(())
    }
}

pub(crate) fn create<Conn, R>(conn: &mut Conn, values: <R::Model as Model>::Values, entry: Entry<'_>) -> Result<R>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let mut rows = insert(conn, vec![values], entry)?;
    rows.pop().ok_or(Error::NotFound)
}

pub(crate) fn create_many<Conn, R>(
    conn: &mut Conn,
    rows: Vec<<R::Model as Model>::Values>,
    entry: Entry<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let mut chunks = chunks::<R::Model, Pg>(rows, audit::BINDS).peekable();
    let Some(first) = chunks.next() else { return Ok(Vec::new()) };
    if chunks.peek().is_none() {
        return insert(conn, first, entry);
    }
    conn.transaction(|conn| {
        let mut written = insert(conn, first, entry)?;
        for chunk in chunks {
            written.extend(insert::<_, R>(conn, chunk, entry)?);
        }
        Ok(written)
    })
}

fn insert<Conn, R>(conn: &mut Conn, rows: Vec<<R::Model as Model>::Values>, entry: Entry<'_>) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let rows: Vec<Plain<R>> = if <R::Model as Model>::META.audited {
        load(conn, PgInsert::<R::Model>::new(rows, entry))?
    } else {
        load(conn, InsertRows::<R::Model> { rows: &rows, returning: true })?
    };
    Ok(rows.into_iter().map(|Plain(row)| row).collect())
}
