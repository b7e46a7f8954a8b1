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
use crate::sql::code::RowCode;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{Number, Plain, load, read, read_one, statement};
use crate::sql::{At, Names};
use crate::trail::pg as audit;
use crate::write::insert::arrays::{Arrays, InsertArrays, ROWS};
use crate::write::insert::statement::{
    InsertOne, InsertRows, NewRow, Unless, push_insert, push_insert_one, push_parents,
};
use crate::write::insert::{Counted, WriteChunk, chunks, is_usual, write_chunks};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;
use std::marker::PhantomData;

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
        push_rows(sql::names::<M, Pg>(), &mut out)
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

/// The audited insert of one borrowed row, which returns it.
struct AuditedOne<'s, M: Model> {
    row: &'s M::Values,
    unless: Unless,
    operation: Operation<'s>,
}

impl<M: Model> AuditedOne<'_, M> {
    /// Identifies the prepared statement, if the text is always the same.
    fn id(&self) -> Option<TypeId> {
        let usual = self.unless.is_nothing() && is_usual::<M>(std::slice::from_ref(self.row));
        usual.then(TypeId::of::<AuditedOne<'static, M>>)
    }
}

impl<M: ModelOn<Pg>> QueryFragment<Pg> for AuditedOne<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_audited_one(sql::names::<M, Pg>(), self.row, self.unless, &self.operation, &mut out)
    }
}

fn push_audited_one<'b>(
    names: Names<'b, Pg>,
    row: &'b dyn NewRow<Pg>,
    unless: Unless,
    operation: &'b Operation<'_>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql("WITH ");
    if push_parents(row, unless, out)? {
        out.push_sql(", ");
    }
    out.push_sql("\"model_new\" AS (");
    push_insert_one(names, row, unless, None, out)?;
    push_recorded(names, operation, out)?;
    push_rows(names, out)
}

/// The audited insert of borrowed rows, which returns them or their number.
struct Audited<'s, M: Model> {
    new: NewRows<'s, M>,
    operation: Operation<'s>,
    counted: bool,
}

statement!(['s, M: Model] Audited<'s, M>, by_text);

impl<M: ModelOn<Pg>> QueryFragment<Pg> for Audited<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_audited::<M>(self.new, &self.operation, &mut out)?;
        if !self.counted {
            return push_rows(sql::names::<M, Pg>(), &mut out);
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
    if let NewRows::Values([row], unless) = new
        && push_parents(row, unless, out)?
    {
        out.push_sql(", ");
    }
    out.push_sql("\"model_new\" AS (");
    match new {
        NewRows::Values(rows, unless) => push_insert::<M, Pg>(rows, unless, out)?,
        NewRows::Arrays(arrays) => arrays.push_insert(out)?,
    }
    push_recorded(sql::names::<M, Pg>(), operation, out)
}

/// Pushes what follows the INSERT of new rows: that they come back, and their entries in the trail.
fn push_recorded<'b>(
    names: Names<'b, Pg>,
    operation: &'b Operation<'_>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql(" RETURNING ");
    names.columns(At::Table, out)?;
    out.push_sql(")");
    if names.meta.audited {
        out.push_sql(", \"model_log\" AS (");
        audit::push_insert(names, operation, NEW, out, |out| audit::push_values(names, "new", NEW, out))?;
        out.push_sql(" FROM \"model_new\")");
    }
    Ok(())
}

fn push_rows<'b>(names: Names<'b, Pg>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    out.push_sql(" SELECT ");
    names.columns(NEW, out)?;
    out.push_sql(", ");
    out.push_sql(RowCode::Changed.sql());
    out.push_sql(" FROM \"model_new\"");
    Ok(())
}

pub(crate) fn create<Conn, Row>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Row>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    insert_one(conn, values, Unless::NOTHING, operation)?.ok_or(Error::NotFound)
}

/// Inserts a row, unless a row with the same unique value already exists.
pub(crate) fn create_if_absent<Conn, Row>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    insert_one(conn, values, Unless::duplicate(unique), operation)
}

/// Inserts a row, unless one of its parents is deleted.
pub(crate) fn create_checking_parents<Conn, Row>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    insert_one(conn, values, Unless::ORPHAN, operation)
}

pub(crate) fn create_many<Conn, Row>(
    conn: &mut Conn,
    rows: &[<Row::Model as Model>::Values],
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    in_statements(conn, rows, operation, &mut Read::<Row> { operation, rows: PhantomData })
}

/// Inserts the rows whose unique value no other row has, and returns them.
pub(crate) fn create_absent<Conn, Row>(
    conn: &mut Conn,
    rows: &[<Row::Model as Model>::Values],
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    let write = &mut ReadAbsent::<Row> { unique, operation, rows: PhantomData };
    write_chunks(conn, chunks::<Row::Model, Pg>(rows, audit::BINDS), true, &operation, write)
}

/// Inserts rows without the duplicates, and returns them.
struct ReadAbsent<'o, Row> {
    unique: &'static Unique,
    operation: Operation<'o>,
    rows: PhantomData<fn() -> Row>,
}

impl<Conn, Row> WriteChunk<Conn, Row::Model> for ReadAbsent<'_, Row>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    type Written = Row;

    fn write(&mut self, conn: &mut Conn, rows: &[<Row::Model as Model>::Values]) -> Result<Vec<Row>> {
        insert(conn, NewRows::Values(rows, Unless::duplicate(self.unique)), self.operation)
    }
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
    in_statements(conn, rows, operation, &mut Count::<M> { operation, model: PhantomData })
}

/// Inserts rows, and returns them.
struct Read<'o, Row> {
    operation: Operation<'o>,
    rows: PhantomData<fn() -> Row>,
}

impl<Conn, Row> WriteRows<Conn, Row::Model> for Read<'_, Row>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    type Written = Row;

    fn write_rows(&mut self, conn: &mut Conn, new: NewRows<'_, Row::Model>) -> Result<Vec<Row>> {
        insert(conn, new, self.operation)
    }
}

/// Inserts rows, and counts them.
struct Count<'o, M> {
    operation: Operation<'o>,
    model: PhantomData<fn() -> M>,
}

impl<Conn, M> WriteRows<Conn, M> for Count<'_, M>
where
    Conn: LoadConnection<Backend = Pg>,
    M: ModelOn<Pg>,
{
    type Written = Counted;

    fn write_rows(&mut self, conn: &mut Conn, new: NewRows<'_, M>) -> Result<Vec<Counted>> {
        let operation = self.operation;
        let count = match new {
            _ if M::META.audited => {
                load(conn, Audited::<M> { new, operation, counted: true })?.first().map_or(0, Number::count)
            }
            NewRows::Values(rows, unless) => {
                crate::sql::rows::run(conn, &InsertRows::<M>::new(rows, unless, false), None)?
            }
            NewRows::Arrays(arrays) => crate::sql::rows::execute(conn, InsertArrays { arrays, returning: false })?,
        };
        Ok(vec![Counted; count])
    }
}

/// How new rows are written, in the form in which they are sent.
trait WriteRows<Conn, M: Model>: Send {
    /// The known values of a row that was written.
    type Written: Send;

    /// Writes the rows with one statement.
    fn write_rows(&mut self, conn: &mut Conn, new: NewRows<'_, M>) -> Result<Vec<Self::Written>>;
}

/// Writes rows in as few statements as possible, in one transaction if there are several.
fn in_statements<Conn, M, Write>(
    conn: &mut Conn,
    rows: &[M::Values],
    operation: Operation<'_>,
    write: &mut Write,
) -> Result<Vec<Write::Written>>
where
    Conn: LoadConnection<Backend = Pg>,
    M: Model,
    Write: WriteRows<Conn, M>,
{
    // Inside the transaction of several groups, no group needs a transaction of its own.
    let within = if rows.len() > ROWS { operation.in_transaction() } else { operation };
    write_chunks(conn, rows.chunks(ROWS), true, &operation, &mut AsArrays { write, within })
}

/// Sends a group of rows as arrays, or as smaller groups of lists of values.
struct AsArrays<'w, Write> {
    write: &'w mut Write,
    within: Operation<'w>,
}

impl<Conn, M, Write> WriteChunk<Conn, M> for AsArrays<'_, Write>
where
    Conn: LoadConnection<Backend = Pg>,
    M: Model,
    Write: WriteRows<Conn, M>,
{
    type Written = Write::Written;

    fn write(&mut self, conn: &mut Conn, rows: &[M::Values]) -> Result<Vec<Write::Written>> {
        if let Some(arrays) = Arrays::of(rows) {
            return self.write.write_rows(conn, NewRows::Arrays(&arrays));
        }
        let chunks = chunks::<M, Pg>(rows, audit::BINDS);
        write_chunks(conn, chunks, true, &self.within, &mut AsValues { write: self.write })
    }
}

/// Sends a group of rows as lists of values.
struct AsValues<'w, Write> {
    write: &'w mut Write,
}

impl<Conn, M, Write> WriteChunk<Conn, M> for AsValues<'_, Write>
where
    M: Model,
    Write: WriteRows<Conn, M>,
{
    type Written = Write::Written;

    fn write(&mut self, conn: &mut Conn, rows: &[M::Values]) -> Result<Vec<Write::Written>> {
        self.write.write_rows(conn, NewRows::Values(rows, Unless::NOTHING))
    }
}

fn insert_one<Conn, Row>(
    conn: &mut Conn,
    row: &<Row::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    let row: Option<Plain<Row>> = if <Row::Model as Model>::META.audited {
        let insert = AuditedOne::<Row::Model> { row, unless, operation };
        read_one(conn, &insert, insert.id())?
    } else {
        let insert = InsertOne::<Row::Model>::new(row, unless, true);
        read_one(conn, &insert, insert.id())?
    };
    Ok(row.map(|Plain(row)| row))
}

fn insert<Conn, Row>(conn: &mut Conn, new: NewRows<'_, Row::Model>, operation: Operation<'_>) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    if let NewRows::Values([row], unless) = new {
        return Ok(insert_one(conn, row, unless, operation)?.into_iter().collect());
    }
    let rows: Vec<Plain<Row>> = match (<Row::Model as Model>::META.audited, new) {
        (true, _) => load(conn, Audited::<Row::Model> { new, operation, counted: false })?,
        (false, NewRows::Values(rows, unless)) => read(conn, &InsertRows::<Row::Model>::new(rows, unless, true), None)?,
        (false, NewRows::Arrays(arrays)) => load(conn, InsertArrays { arrays, returning: true })?,
    };
    Ok(rows.into_iter().map(|Plain(row)| row).collect())
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/pg.rs"]
pub(crate) mod twin;
