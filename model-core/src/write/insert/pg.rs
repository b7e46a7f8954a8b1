//! Inserts on PostgreSQL: one statement, audited or not.
//!
//! ```sql
//! WITH "model_new" AS (INSERT INTO "articles" (..) VALUES (..) RETURNING ..),
//!      "model_log" AS (INSERT INTO "audit_logs" (..) SELECT .. FROM "model_new")
//! SELECT .., 1 FROM "model_new"
//! ```
//!
//! Where the rows are counted and not read, the last line is `SELECT COUNT(*) FROM "model_new"`. Many rows are sent as
//! [arrays](super::arrays) where their values are known.

use crate::meta::error::{Error, Result};
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::operation::Entry;
use crate::sql;
use crate::sql::At;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{Number, Plain, load, statement};
use crate::trail::pg as audit;
use crate::write::insert::arrays::{Arrays, InsertArrays, ROWS};
use crate::write::insert::statement::{InsertRows, Unless, push_insert, push_parents};
use crate::write::insert::{Unread, chunks, is_usual, write_chunks};
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
        push_audited::<M>(New::Values(&self.rows, Unless::NOTHING), &self.entry, &mut out)?;
        push_rows::<M>(&mut out)
    }
}

/// New rows, and how they are sent.
enum New<'s, M: Model> {
    /// As they are, without those that should be left out.
    Values(&'s [M::Values], Unless),
    /// As arrays.
    Arrays(&'s Arrays<'s, M>),
}

impl<M: Model> Clone for New<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model> Copy for New<'_, M> {}

impl<M: Model> New<'_, M> {
    fn is_usual(self) -> bool {
        matches!(self, Self::Values(rows, unless) if unless.is_nothing() && is_usual::<M>(rows))
    }
}

/// The same over borrowed rows, giving them back or only how many they are. `USUAL` is said of one row that is given back,
/// whose columns are the same every time.
struct Audited<'s, M: Model, const USUAL: bool> {
    new: New<'s, M>,
    entry: Entry<'s>,
    counted: bool,
}

statement!(['s, M: Model, const USUAL: bool] Audited<'s, M, USUAL>);

impl<M: Model, const USUAL: bool> QueryId for Audited<'_, M, USUAL> {
    type QueryId = Audited<'static, M, USUAL>;
    const HAS_STATIC_QUERY_ID: bool = USUAL;
}

impl<M: ModelOn<Pg>, const USUAL: bool> QueryFragment<Pg> for Audited<'_, M, USUAL> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_audited::<M>(self.new, &self.entry, &mut out)?;
        if !self.counted {
            return push_rows::<M>(&mut out);
        }
        out.push_sql(" SELECT COUNT(*) FROM \"model_new\"");
        Ok(())
    }
}

/// Pushes the new rows and their entries in the trail, up to what is given back.
fn push_audited<'b, M: ModelOn<Pg>>(
    new: New<'b, M>,
    entry: &'b Entry<'_>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql("WITH ");
    if let New::Values(rows, unless) = new
        && push_parents::<M, Pg>(rows, unless, out)?
    {
        out.push_sql(", ");
    }
    out.push_sql("\"model_new\" AS (");
    match new {
        New::Values(rows, unless) => push_insert::<M, Pg>(rows, unless, out)?,
        New::Arrays(arrays) => arrays.push_insert(out)?,
    }
    out.push_sql(" RETURNING ");
    sql::columns::<M, Pg>(At::Table, out)?;
    out.push_sql(")");
    if M::META.audited {
        out.push_sql(", \"model_log\" AS (");
        audit::push_insert::<M>(entry, NEW, out, |out| audit::push_values::<M>("new", NEW, out))?;
        out.push_sql(" FROM \"model_new\")");
    }
    Ok(())
}

fn push_rows<M: ModelOn<Pg>>(out: &mut AstPass<'_, '_, Pg>) -> QueryResult<()> {
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
    let mut rows = insert(conn, New::Values(std::slice::from_ref(values), Unless::NOTHING), entry)?;
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
    Ok(insert(conn, New::Values(std::slice::from_ref(values), Unless::duplicate(unique)), entry)?.pop())
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
    Ok(insert(conn, New::Values(std::slice::from_ref(values), Unless::ORPHAN), entry)?.pop())
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
    in_statements(conn, rows, entry, |conn, new| insert(conn, new, entry))
}

/// Inserts rows, and counts them.
pub(crate) fn create_unread<Conn, M>(conn: &mut Conn, rows: &[M::Values], entry: Entry<'_>) -> Result<Vec<Unread>>
where
    Conn: LoadConnection<Backend = Pg>,
    M: ModelOn<Pg>,
{
    in_statements(conn, rows, entry, |conn, new: New<'_, M>| {
        let count = match new {
            _ if M::META.audited => {
                load(conn, Audited::<M, false> { new, entry, counted: true })?.first().map_or(0, Number::count)
            }
            New::Values(rows, unless) => crate::sql::rows::run(conn, &InsertRows::<M>::new(rows, unless, false), None)?,
            New::Arrays(arrays) => crate::sql::rows::execute(conn, InsertArrays { arrays, returning: false })?,
        };
        Ok(vec![Unread; count])
    })
}

/// Writes rows in as few statements as there can be, in one transaction when they are several.
fn in_statements<Conn, M, R>(
    conn: &mut Conn,
    rows: &[M::Values],
    entry: Entry<'_>,
    mut write: impl FnMut(&mut Conn, New<'_, M>) -> Result<Vec<R>>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    M: Model,
{
    // Within the transaction of several groups, none of them needs one.
    let within = if rows.len() > ROWS { entry.opened() } else { entry };
    write_chunks(conn, rows.chunks(ROWS), true, &entry, |conn, rows| match Arrays::of(rows) {
        Some(arrays) => write(conn, New::Arrays(&arrays)),
        None => write_chunks(conn, chunks::<M, Pg>(rows, audit::BINDS), true, &within, |conn, rows| {
            write(conn, New::Values(rows, Unless::NOTHING))
        }),
    })
}

fn insert<Conn, R>(conn: &mut Conn, new: New<'_, R::Model>, entry: Entry<'_>) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let usual = new.is_usual();
    let rows: Vec<Plain<R>> = match (<R::Model as Model>::META.audited, usual, new) {
        (true, true, _) => load(conn, Audited::<R::Model, true> { new, entry, counted: false })?,
        (true, false, _) => load(conn, Audited::<R::Model, false> { new, entry, counted: false })?,
        (false, _, New::Values(rows, unless)) => {
            let insert = InsertRows::<R::Model>::new(rows, unless, true);
            crate::sql::rows::read(conn, &insert, insert.id())?
        }
        (false, _, New::Arrays(arrays)) => load(conn, InsertArrays { arrays, returning: true })?,
    };
    Ok(rows.into_iter().map(|Plain(row)| row).collect())
}
