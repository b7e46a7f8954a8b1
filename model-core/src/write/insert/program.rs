//! Inserts on SQLite and MySQL/MariaDB: they insert, read back and insert the audit rows, in one transaction if more
//! than one statement writes.

use crate::meta::Meta;
use crate::meta::error::{Error, Result};
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::operation::Operation;
use crate::operation::again::Again;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::Plain;
use crate::trail;
use crate::trail::AuditRow;
use crate::trail::record::WholeRows;
use crate::trail::recorded::{Recorded, Traced};
use crate::trail::snapshot::Snapshot;
use crate::trail::told::{announce, withdraw};
use crate::values::read_key;
use crate::write::insert::exact::{is_exact, take_row};
use crate::write::insert::read_back::{insert, insert_one, write_one, write_unread};
use crate::write::insert::statement::Unless;
use crate::write::insert::{Counted, WriteChunk, chunks, write_chunks};
use crate::write::program::{Program, begin_entry, finish_entry};
use crate::write::unique::violates;
use diesel::connection::LoadConnection;
use std::marker::PhantomData;

pub(crate) fn create<Conn, Row>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Row>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    create_one(conn, values, Unless::NOTHING, operation)?.ok_or(Error::NotFound)
}

/// Inserts a row, unless a row with the same unique value already exists. Where an INSERT cannot skip duplicates of one
/// index, the database refuses the row, undoes the statement, and names the index.
pub(crate) fn create_if_absent<Conn, Row>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    if <Conn::Backend as Dialect>::PARTIAL_INDEX {
        return create_read(conn, values, Unless::duplicate(unique), operation);
    }
    match create_read(conn, values, Unless::NOTHING, operation) {
        Ok(row) => row.map(Some).ok_or(Error::NotFound),
        Err(error) if violates::<Row::Model, Conn::Backend>(&error, unique) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Inserts a row, unless one of its parents is deleted.
pub(crate) fn create_checking_parents<Conn, Row>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    create_one(conn, values, Unless::ORPHAN, operation)
}

/// Inserts a row. A row with exact values is not read back.
fn create_one<Conn, Row>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    if !is_exact::<Row, Conn::Backend>(values) {
        return create_read(conn, values, unless, operation);
    }
    let written = match <Row::Model as Model>::META.audited {
        false => write_one::<_, Row::Model>(conn, values, unless)?,
        true => {
            let mut again = Again::new(&operation);
            loop {
                begin_entry(conn, <Row::Model as Model>::META, &operation)?;
                let written = write_recorded::<_, Row::Model>(conn, values, unless, &operation);
                let is_told = matches!(written, Ok(1..));
                finish_entry(conn, <Row::Model as Model>::META, &operation, written.is_ok(), is_told)?;
                if !matches!(written, Err(Error::Conflict)) || !again.wanted(conn)? {
                    break written?;
                }
            }
        }
    };
    Ok(if written > 0 { take_row(values) } else { None })
}

/// Inserts a row whose values are exact, and its audit row.
fn write_recorded<Conn, M>(
    conn: &mut Conn,
    values: &M::Values,
    unless: Unless,
    operation: &Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    let written = write_one::<_, M>(conn, values, unless)?;
    if written > 0
        && let Some(traced) = Snapshot::of_values(M::META.fields, values, M::META.columns())
    {
        log_one(conn, M::META, operation, &traced)?;
    }
    Ok(written)
}

/// Inserts a row and reads it back.
fn create_read<Conn, Row>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    if !<Row::Model as Model>::META.audited {
        let row: Option<Plain<Row>> = insert_one::<_, Row::Model, _>(conn, values, unless)?;
        return Ok(row.map(|Plain(row)| row));
    }
    let mut again = Again::new(&operation);
    loop {
        begin_entry(conn, <Row::Model as Model>::META, &operation)?;
        let row = insert_recorded(conn, values, unless, &operation);
        finish_entry(conn, <Row::Model as Model>::META, &operation, row.is_ok(), matches!(row, Ok(Some(_))))?;
        if !matches!(row, Err(Error::Conflict)) || !again.wanted(conn)? {
            return row;
        }
    }
}

/// Inserts a row, reads it back, and inserts its audit row.
fn insert_recorded<Conn, Row>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unless: Unless,
    operation: &Operation<'_>,
) -> Result<Option<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    let row: Option<Recorded<Row>> = insert_one::<_, Row::Model, _>(conn, values, unless)?;
    let Some(Recorded { row, values }) = row else { return Ok(None) };
    log_one(conn, <Row::Model as Model>::META, operation, &values)?;
    Ok(Some(row))
}

pub(crate) fn create_many<Conn, Row>(
    conn: &mut Conn,
    rows: &mut [<Row::Model as Model>::Values],
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    // Without audit rows, one INSERT is the only write, so it needs no transaction. A single row that it cannot return
    // is read afterwards; several rows have to be read as they were written, in their order.
    let alone = !<Row::Model as Model>::META.audited && (<Conn::Backend as Dialect>::RETURNING || rows.len() == 1);
    let keys = known_keys::<Conn::Backend, Row::Model>(rows);
    let unless = Unless::NOTHING;
    let write = &mut Reading { keys: &keys, unless, operation: &operation, rows: PhantomData };
    write_chunks::<_, Row::Model, _>(conn, chunks::<Row::Model, Conn::Backend>(rows, 0), alone, &operation, write)
}

/// Inserts the rows whose unique value no other row has, and returns them. Where an INSERT cannot skip duplicates of
/// one index, it is one INSERT for each row.
pub(crate) fn create_absent<Conn, Row>(
    conn: &mut Conn,
    rows: &[<Row::Model as Model>::Values],
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    if !<Conn::Backend as Dialect>::PARTIAL_INDEX {
        return operation.transaction(conn, |conn| {
            let mut created = Vec::new();
            for values in rows {
                created.extend(create_if_absent::<_, Row>(conn, values, unique, operation.isolated())?);
            }
            Ok(created)
        });
    }
    let alone = !<Row::Model as Model>::META.audited;
    let unless = Unless::duplicate(unique);
    let write = &mut Reading { keys: &[], unless, operation: &operation, rows: PhantomData };
    write_chunks::<_, Row::Model, _>(conn, chunks::<Row::Model, Conn::Backend>(rows, 0), alone, &operation, write)
}

/// Inserts rows and their audit rows, and reads the rows back.
struct Reading<'k, Row> {
    /// The keys of the rows that are not written yet, if they are needed and known.
    keys: &'k [String],
    /// The rows that are left out.
    unless: Unless,
    operation: &'k Operation<'k>,
    rows: PhantomData<fn() -> Row>,
}

impl<Conn, Row> WriteChunk<Conn, Row::Model> for Reading<'_, Row>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    type Written = Row;

    fn write(&mut self, conn: &mut Conn, rows: &[<Row::Model as Model>::Values]) -> Result<Vec<Row>> {
        let meta = <Row::Model as Model>::META;
        let keys = take(&mut self.keys, rows.len());
        if !meta.audited {
            let rows: Vec<Plain<Row>> = insert::<_, Row::Model, _>(conn, rows, keys, self.unless)?;
            return Ok(rows.into_iter().map(|Plain(row)| row).collect());
        }
        announce(conn, meta)?;
        let rows: Vec<Recorded<Row>> = insert::<_, Row::Model, _>(conn, rows, keys, self.unless)?;
        let entries = created(meta, rows.iter().map(|row| &row.values));
        trail::insert(conn, meta.content_type, self.operation, &entries)?;
        if entries.is_empty() {
            withdraw(conn, meta)?;
        }
        Ok(rows.into_iter().map(|row| row.row).collect())
    }
}

/// Inserts rows, and counts them. They are read only for the trail.
pub(crate) fn create_counted<Conn, M>(
    conn: &mut Conn,
    rows: &mut [M::Values],
    operation: Operation<'_>,
) -> Result<Vec<Counted>>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    if !M::META.audited {
        let chunks = chunks::<M, Conn::Backend>(rows, 0);
        return write_chunks::<_, M, _>(conn, chunks, true, &operation, &mut Unread);
    }
    let keys = known_keys::<Conn::Backend, M>(rows);
    let write = &mut Recording { keys: &keys, operation: &operation };
    write_chunks::<_, M, _>(conn, chunks::<M, Conn::Backend>(rows, 0), false, &operation, write)
}

/// Inserts rows, and counts them.
struct Unread;

impl<Conn, M> WriteChunk<Conn, M> for Unread
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    type Written = Counted;

    fn write(&mut self, conn: &mut Conn, rows: &[M::Values]) -> Result<Vec<Counted>> {
        Ok(vec![Counted; write_unread::<_, M>(conn, rows, Unless::NOTHING)?])
    }
}

/// Inserts rows and their audit rows, and counts them.
struct Recording<'k> {
    /// The keys of the rows that are not written yet, if they are known.
    keys: &'k [String],
    operation: &'k Operation<'k>,
}

impl<Conn, M> WriteChunk<Conn, M> for Recording<'_>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    type Written = Counted;

    fn write(&mut self, conn: &mut Conn, rows: &[M::Values]) -> Result<Vec<Counted>> {
        let keys = take(&mut self.keys, rows.len());
        announce(conn, M::META)?;
        let rows: Vec<Traced<M>> = insert::<_, M, _>(conn, rows, keys, Unless::NOTHING)?;
        let entries = created(M::META, rows.iter().map(|row| &row.values));
        trail::insert(conn, M::META.content_type, self.operation, &entries)?;
        if entries.is_empty() {
            withdraw(conn, M::META)?;
        }
        Ok(vec![Counted; rows.len()])
    }
}

/// The keys of rows, if the INSERT does not return the rows and all keys are known.
fn known_keys<DB: Dialect, M: Model>(rows: &mut [M::Values]) -> Vec<String> {
    if DB::RETURNING {
        return Vec::new();
    }
    rows.iter_mut().map(read_key).collect::<Option<_>>().unwrap_or_default()
}

/// Splits the keys of this many rows off `later`; none if the keys are not known.
fn take<'k>(later: &mut &'k [String], count: usize) -> &'k [String] {
    let (keys, rest) = later.split_at_checked(count).unwrap_or_default();
    *later = rest;
    keys
}

/// Inserts the audit row of a new row.
fn log_one<Conn>(conn: &mut Conn, meta: &'static Meta, operation: &Operation<'_>, new: &Snapshot) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    trail::insert(conn, meta.content_type, operation, &[WholeRows::new(meta).created(new)])
}

/// The audit rows of new rows.
fn created<'s>(meta: &'static Meta, new: impl Iterator<Item = &'s Snapshot>) -> Vec<AuditRow> {
    let whole = WholeRows::new(meta);
    new.map(|values| whole.created(values)).collect()
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/program.rs"]
pub(crate) mod twin;
