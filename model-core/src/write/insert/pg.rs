//! Inserts on PostgreSQL: one statement, audited or not.
//!
//! ```sql
//! WITH "model_new" AS (INSERT INTO "articles" (..) VALUES (..) RETURNING ..),
//!      "model_log" AS (INSERT INTO "audit_logs" (..) SELECT .. FROM "model_new")
//! SELECT .., 1 FROM "model_new"
//! ```

use super::statement::{InsertRows, Unless, push_insert, push_parents};
use super::{chunks, is_usual};
use crate::audit::pg as audit;
use crate::error::{Error, Result};
use crate::meta::Unique;
use crate::model::{Model, ModelOn};
use crate::sql::{self, At};
use crate::write::rows::{Plain, RowOn, load, statement};
use crate::write::terms::Entry;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

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
        push_audited::<M>(&self.rows, Unless::NOTHING, &self.entry, &mut out)
    }
}

/// The same over borrowed rows, with duplicates left out where they should be.
struct Audited<'s, M: Model, const USUAL: bool> {
    rows: &'s [M::Values],
    unless: Unless,
    entry: Entry<'s>,
}

statement!(['s, M: Model, const USUAL: bool] Audited<'s, M, USUAL>);

impl<M: Model, const USUAL: bool> QueryId for Audited<'_, M, USUAL> {
    type QueryId = Audited<'static, M, USUAL>;
    const HAS_STATIC_QUERY_ID: bool = USUAL;
}

impl<M: ModelOn<Pg>, const USUAL: bool> QueryFragment<Pg> for Audited<'_, M, USUAL> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_audited::<M>(self.rows, self.unless, &self.entry, &mut out)
    }
}

fn push_audited<'b, M: ModelOn<Pg>>(
    rows: &'b [M::Values],
    unless: Unless,
    entry: &'b Entry<'_>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql("WITH ");
    if push_parents::<M, Pg>(rows, unless, out)? {
        out.push_sql(", ");
    }
    out.push_sql("\"model_new\" AS (");
    push_insert::<M, Pg>(rows, unless, out)?;
    out.push_sql(" RETURNING ");
    sql::columns::<M, Pg>(At::Table, out)?;
    out.push_sql(")");
    if M::META.audited {
        out.push_sql(", \"model_log\" AS (");
        audit::push_insert::<M>(entry, NEW, out, |out| audit::push_values::<M>("new", NEW, out))?;
        out.push_sql(" FROM \"model_new\")");
    }
    out.push_sql(" SELECT ");
    sql::columns::<M, Pg>(NEW, out)?;
    out.push_sql(", 1 FROM \"model_new\"");
    Ok(())
}

pub(crate) fn create<Conn, R>(conn: &mut Conn, values: &mut <R::Model as Model>::Values, entry: Entry<'_>) -> Result<R>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let mut rows = insert(conn, std::slice::from_ref(values), Unless::NOTHING, entry)?;
    rows.pop().ok_or(Error::NotFound)
}

/// Inserts a row, unless one with the same unique value is there already.
pub(crate) fn create_unless<Conn, R>(
    conn: &mut Conn,
    values: &<R::Model as Model>::Values,
    unique: &'static Unique,
    entry: Entry<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    Ok(insert(conn, std::slice::from_ref(values), Unless::duplicate(unique), entry)?.pop())
}

/// Inserts a row, unless one of those that it belongs to is deleted.
pub(crate) fn create_under<Conn, R>(
    conn: &mut Conn,
    values: &mut <R::Model as Model>::Values,
    entry: Entry<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    Ok(insert(conn, std::slice::from_ref(values), Unless::ORPHAN, entry)?.pop())
}

pub(crate) fn create_many<Conn, R>(
    conn: &mut Conn,
    rows: &[<R::Model as Model>::Values],
    entry: Entry<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let mut chunks = chunks::<R::Model, Pg>(rows, audit::BINDS).peekable();
    let Some(first) = chunks.next() else { return Ok(Vec::new()) };
    if chunks.peek().is_none() {
        return insert(conn, first, Unless::NOTHING, entry);
    }
    entry.transaction(conn, |conn| {
        let mut written = insert(conn, first, Unless::NOTHING, entry)?;
        for chunk in chunks {
            written.extend(insert::<_, R>(conn, chunk, Unless::NOTHING, entry)?);
        }
        Ok(written)
    })
}

fn insert<Conn, R>(
    conn: &mut Conn,
    rows: &[<R::Model as Model>::Values],
    unless: Unless,
    entry: Entry<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let usual = unless.is_nothing() && is_usual::<R::Model>(rows);
    let rows: Vec<Plain<R>> = match (<R::Model as Model>::META.audited, usual) {
        (true, true) => load(conn, Audited::<R::Model, true> { rows, unless, entry })?,
        (true, false) => load(conn, Audited::<R::Model, false> { rows, unless, entry })?,
        (false, true) => load(conn, InsertRows::<R::Model, true> { rows, unless, returning: true })?,
        (false, false) => load(conn, InsertRows::<R::Model, false> { rows, unless, returning: true })?,
    };
    Ok(rows.into_iter().map(|Plain(row)| row).collect())
}
