//! Inserts on PostgreSQL: one statement, audited or not.
//!
//! ```sql
//! WITH "model_new" AS (INSERT INTO "articles" (..) VALUES (..) RETURNING ..),
//!      "model_log" AS (INSERT INTO "audit_logs" (..) SELECT .. FROM "model_new")
//! SELECT .., 1 FROM "model_new"
//! ```
//!
//! If the rows are only counted, the last line is `SELECT COUNT(*) FROM "model_new"`. Many rows with exact values are
//! sent as [arrays](super::arrays).

use crate::meta::error::{Error, Result};
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::operation::Operation;
use crate::sql;
use crate::sql::At;
use crate::sql::code::RowCode;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{Number, Plain, load, statement};
use crate::trail::pg as audit;
use crate::write::insert::arrays::{Arrays, InsertArrays, ROWS};
use crate::write::insert::statement::{InsertRows, Unless, push_insert, push_parents};
use crate::write::insert::{Counted, chunks, is_usual, write_chunks};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

const NEW: At = At::Cte(audit::NEW);

/// An insert as one statement of PostgreSQL. Its rows are read as [`Written`](crate::write::pg::Written).
#[must_use = "a statement does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct PgInsert<'a, M: Model> {
    rows: Vec<M::Values>,
    operation: Operation<'a>,
}

impl<'a, M: Model> PgInsert<'a, M> {
    pub(crate) fn new(rows: Vec<M::Values>, operation: Operation<'a>) -> Self {
        Self { rows, operation }
    }
}

statement!(['a, M: Model] PgInsert<'a, M>, by_text);

impl<M: ModelOn<Pg>> QueryFragment<Pg> for PgInsert<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_audited::<M>(NewRows::Values(&self.rows, Unless::NOTHING), &self.operation, &mut out)?;
        push_rows::<M>(&mut out)
    }
}

/// New rows, in the form in which they are sent.
enum NewRows<'s, M: Model> {
    /// One list of values for each row, without the rows to leave out.
    Values(&'s [M::Values], Unless),
    /// One array for each column.
    Arrays(&'s Arrays<'s, M>),
}

impl<M: Model> Clone for NewRows<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model> Copy for NewRows<'_, M> {}

impl<M: Model> NewRows<'_, M> {
    fn is_usual(self) -> bool {
        matches!(self, Self::Values(rows, unless) if unless.is_nothing() && is_usual::<M>(rows))
    }
}

/// The audited insert of borrowed rows, which returns them or their number. `USUAL` marks the insert of one row that is
/// returned and whose columns are always the same.
struct Audited<'s, M: Model, const USUAL: bool> {
    new: NewRows<'s, M>,
    operation: Operation<'s>,
    counted: bool,
}

statement!(['s, M: Model, const USUAL: bool] Audited<'s, M, USUAL>);

impl<M: Model, const USUAL: bool> QueryId for Audited<'_, M, USUAL> {
    type QueryId = Audited<'static, M, USUAL>;
    const HAS_STATIC_QUERY_ID: bool = USUAL;
}

impl<M: ModelOn<Pg>, const USUAL: bool> QueryFragment<Pg> for Audited<'_, M, USUAL> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_audited::<M>(self.new, &self.operation, &mut out)?;
        if !self.counted {
            return push_rows::<M>(&mut out);
        }
        out.push_sql(" SELECT COUNT(*) FROM \"model_new\"");
        Ok(())
    }
}

/// Pushes the new rows and their audit rows, up to the result.
fn push_audited<'b, M: ModelOn<Pg>>(
    new: NewRows<'b, M>,
    operation: &'b Operation<'_>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql("WITH ");
    if let NewRows::Values(rows, unless) = new
        && push_parents::<M, Pg>(rows, unless, out)?
    {
        out.push_sql(", ");
    }
    out.push_sql("\"model_new\" AS (");
    match new {
        NewRows::Values(rows, unless) => push_insert::<M, Pg>(rows, unless, out)?,
        NewRows::Arrays(arrays) => arrays.push_insert(out)?,
    }
    out.push_sql(" RETURNING ");
    sql::columns::<M, Pg>(At::Table, out)?;
    out.push_sql(")");
    if M::META.audited {
        out.push_sql(", \"model_log\" AS (");
        audit::push_insert::<M>(operation, NEW, out, |out| audit::push_values::<M>("new", NEW, out))?;
        out.push_sql(" FROM \"model_new\")");
    }
    Ok(())
}

fn push_rows<M: ModelOn<Pg>>(out: &mut AstPass<'_, '_, Pg>) -> QueryResult<()> {
    out.push_sql(" SELECT ");
    sql::columns::<M, Pg>(NEW, out)?;
    out.push_sql(", ");
    out.push_sql(RowCode::Changed.sql());
    out.push_sql(" FROM \"model_new\"");
    Ok(())
}

pub(crate) fn create<Conn, R>(
    conn: &mut Conn,
    values: &mut <R::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<R>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let mut rows = insert(conn, NewRows::Values(std::slice::from_ref(values), Unless::NOTHING), operation)?;
    rows.pop().ok_or(Error::NotFound)
}

/// Inserts a row, unless a row with the same unique value already exists.
pub(crate) fn create_if_absent<Conn, R>(
    conn: &mut Conn,
    values: &<R::Model as Model>::Values,
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    Ok(insert(conn, NewRows::Values(std::slice::from_ref(values), Unless::duplicate(unique)), operation)?.pop())
}

/// Inserts a row, unless one of its parents is deleted.
pub(crate) fn create_checking_parents<Conn, R>(
    conn: &mut Conn,
    values: &mut <R::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    Ok(insert(conn, NewRows::Values(std::slice::from_ref(values), Unless::ORPHAN), operation)?.pop())
}

pub(crate) fn create_many<Conn, R>(
    conn: &mut Conn,
    rows: &[<R::Model as Model>::Values],
    operation: Operation<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    in_statements(conn, rows, operation, |conn, new| insert(conn, new, operation))
}

/// Inserts rows, and counts them.
pub(crate) fn create_counted<Conn, M>(
    conn: &mut Conn,
    rows: &[M::Values],
    operation: Operation<'_>,
) -> Result<Vec<Counted>>
where
    Conn: LoadConnection<Backend = Pg>,
    M: ModelOn<Pg>,
{
    in_statements(conn, rows, operation, |conn, new: NewRows<'_, M>| {
        let count = match new {
            _ if M::META.audited => {
                load(conn, Audited::<M, false> { new, operation, counted: true })?.first().map_or(0, Number::count)
            }
            NewRows::Values(rows, unless) => {
                crate::sql::rows::run(conn, &InsertRows::<M>::new(rows, unless, false), None)?
            }
            NewRows::Arrays(arrays) => crate::sql::rows::execute(conn, InsertArrays { arrays, returning: false })?,
        };
        Ok(vec![Counted; count])
    })
}

/// Writes rows in as few statements as possible, in one transaction if there are several.
fn in_statements<Conn, M, R>(
    conn: &mut Conn,
    rows: &[M::Values],
    operation: Operation<'_>,
    mut write: impl FnMut(&mut Conn, NewRows<'_, M>) -> Result<Vec<R>>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    M: Model,
{
    // Inside the transaction of several groups, no group needs a transaction of its own.
    let within = if rows.len() > ROWS { operation.in_transaction() } else { operation };
    write_chunks(conn, rows.chunks(ROWS), true, &operation, |conn, rows| match Arrays::of(rows) {
        Some(arrays) => write(conn, NewRows::Arrays(&arrays)),
        None => write_chunks(conn, chunks::<M, Pg>(rows, audit::BINDS), true, &within, |conn, rows| {
            write(conn, NewRows::Values(rows, Unless::NOTHING))
        }),
    })
}

fn insert<Conn, R>(conn: &mut Conn, new: NewRows<'_, R::Model>, operation: Operation<'_>) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    let usual = new.is_usual();
    let rows: Vec<Plain<R>> = match (<R::Model as Model>::META.audited, usual, new) {
        (true, true, _) => load(conn, Audited::<R::Model, true> { new, operation, counted: false })?,
        (true, false, _) => load(conn, Audited::<R::Model, false> { new, operation, counted: false })?,
        (false, _, NewRows::Values(rows, unless)) => {
            let insert = InsertRows::<R::Model>::new(rows, unless, true);
            crate::sql::rows::read(conn, &insert, insert.id())?
        }
        (false, _, NewRows::Arrays(arrays)) => load(conn, InsertArrays { arrays, returning: true })?,
    };
    Ok(rows.into_iter().map(|Plain(row)| row).collect())
}
