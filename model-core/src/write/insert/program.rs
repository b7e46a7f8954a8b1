//! Inserts on SQLite and MySQL/MariaDB: they insert, read back and insert the audit rows, in one transaction if more
//! than one statement writes.

use crate::meta::Meta;
use crate::meta::error::{Error, Result};
use crate::meta::unique::Unique;
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{Plain, load, load_one, read, read_one, run, statement};
use crate::sql::{AnyValues, At, Names};
use crate::trail;
use crate::trail::record::WholeRows;
use crate::trail::recorded::{Recorded, Traced};
use crate::trail::snapshot::Snapshot;
use crate::values::read_key;
use crate::values::{BindValues, Values};
use crate::write::insert::exact::{is_exact, take_row};
use crate::write::insert::statement::{InsertOne, InsertRows, Unless};
use crate::write::insert::{Counted, chunks, write_chunks};
use crate::write::program::Program;
use crate::write::unique::violated;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{AstPass, QueryFragment};
use std::collections::HashMap;

pub(crate) fn create<Conn, R>(
    conn: &mut Conn,
    values: &mut <R::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<R>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    create_one(conn, values, Unless::NOTHING, operation)?.ok_or(Error::NotFound)
}

/// Inserts a row, unless a row with the same unique value already exists. Where an INSERT cannot skip duplicates of one
/// index, the database refuses the row, undoes the statement, and names the index.
pub(crate) fn create_if_absent<Conn, R>(
    conn: &mut Conn,
    values: &<R::Model as Model>::Values,
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    if <Conn::Backend as Dialect>::PARTIAL_INDEX {
        return create_read(conn, values, Unless::duplicate(unique), operation);
    }
    match create_read(conn, values, Unless::NOTHING, operation) {
        Ok(row) => row.map(Some).ok_or(Error::NotFound),
        Err(error) => match violated::<R::Model, Conn::Backend>(&error) {
            Some(violated) if violated.index == unique.index => Ok(None),
            _ => Err(error),
        },
    }
}

/// Inserts a row, unless one of its parents is deleted.
pub(crate) fn create_checking_parents<Conn, R>(
    conn: &mut Conn,
    values: &mut <R::Model as Model>::Values,
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    create_one(conn, values, Unless::ORPHAN, operation)
}

/// Inserts a row. A row with exact values is not read back.
fn create_one<Conn, R>(
    conn: &mut Conn,
    values: &mut <R::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    if !is_exact::<R, Conn::Backend>(values) {
        return create_read(conn, values, unless, operation);
    }
    let written = match <R::Model as Model>::META.audited {
        false => write_one::<_, R::Model>(conn, values, unless)?,
        true => {
            operation.begin(conn)?;
            let written = write_recorded::<_, R::Model>(conn, values, unless, &operation);
            operation.finish(conn, written.is_ok())?;
            written?
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
fn create_read<Conn, R>(
    conn: &mut Conn,
    values: &<R::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    if !<R::Model as Model>::META.audited {
        let row: Option<Plain<R>> = insert_one::<_, R::Model, _>(conn, values, unless)?;
        return Ok(row.map(|Plain(row)| row));
    }
    operation.begin(conn)?;
    let row = insert_recorded(conn, values, unless, &operation);
    operation.finish(conn, row.is_ok())?;
    row
}

/// Inserts a row, reads it back, and inserts its audit row.
fn insert_recorded<Conn, R>(
    conn: &mut Conn,
    values: &<R::Model as Model>::Values,
    unless: Unless,
    operation: &Operation<'_>,
) -> Result<Option<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    let row: Option<Recorded<R>> = insert_one::<_, R::Model, _>(conn, values, unless)?;
    let Some(Recorded { row, values }) = row else { return Ok(None) };
    log_one(conn, <R::Model as Model>::META, operation, &values)?;
    Ok(Some(row))
}

/// Inserts a row without reading it back. Returns how many rows were written.
fn write_one<Conn, M>(conn: &mut Conn, row: &M::Values, unless: Unless) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    let insert = InsertOne::<M>::new(row, unless, false);
    Ok(run(conn, &insert, insert.id())?)
}

/// Runs one INSERT without RETURNING, and returns the number of written rows.
fn write_unread<Conn, M>(conn: &mut Conn, rows: &[M::Values], unless: Unless) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    let insert = InsertRows::<M>::new(rows, unless, false);
    Ok(run(conn, &insert, insert.id())?)
}

pub(crate) fn create_many<Conn, R>(
    conn: &mut Conn,
    rows: &mut [<R::Model as Model>::Values],
    operation: Operation<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    let keys = known_keys::<_, R::Model>(conn, rows);
    create_skipping(conn, rows, &keys, Unless::NOTHING, operation)
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
        return write_chunks(conn, chunks, true, &operation, |conn, rows| {
            Ok(vec![Counted; write_unread::<_, M>(conn, rows, Unless::NOTHING)?])
        });
    }
    let keys = known_keys::<_, M>(conn, rows);
    let mut later = &keys[..];
    write_chunks(conn, chunks::<M, Conn::Backend>(rows, 0), false, &operation, |conn, rows| {
        let keys = take(&mut later, rows.len());
        let rows: Vec<Traced<M>> = insert::<_, M, _>(conn, rows, keys, Unless::NOTHING)?;
        log(conn, M::META, &operation, rows.iter().map(|row| &row.values))?;
        Ok(vec![Counted; rows.len()])
    })
}

/// The keys of rows, if the INSERT does not return the rows and all keys are known.
fn known_keys<Conn, M>(_: &Conn, rows: &mut [M::Values]) -> Vec<String>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: Model,
{
    if <Conn::Backend as Dialect>::RETURNING {
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

/// Inserts rows, with their keys if these are needed and known.
fn create_skipping<Conn, R>(
    conn: &mut Conn,
    rows: &[<R::Model as Model>::Values],
    keys: &[String],
    unless: Unless,
    operation: Operation<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    // Without audit rows, one INSERT is the only write, so it needs no transaction. A single row that it cannot return
    // is read afterwards; several rows have to be read as they were written, in their order.
    let alone = !<R::Model as Model>::META.audited && (<Conn::Backend as Dialect>::RETURNING || rows.len() == 1);
    let mut later = keys;
    write_chunks(conn, chunks::<R::Model, Conn::Backend>(rows, 0), alone, &operation, |conn, rows| {
        let keys = take(&mut later, rows.len());
        write_chunk(conn, rows, keys, unless, &operation)
    })
}

/// Runs one INSERT, and inserts its audit rows.
fn write_chunk<Conn, R>(
    conn: &mut Conn,
    rows: &[<R::Model as Model>::Values],
    keys: &[String],
    unless: Unless,
    operation: &Operation<'_>,
) -> Result<Vec<R>>
where
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    let meta = <R::Model as Model>::META;
    if !meta.audited {
        let rows: Vec<Plain<R>> = insert::<_, R::Model, _>(conn, rows, keys, unless)?;
        return Ok(rows.into_iter().map(|Plain(row)| row).collect());
    }
    let rows: Vec<Recorded<R>> = insert::<_, R::Model, _>(conn, rows, keys, unless)?;
    log(conn, meta, operation, rows.iter().map(|row| &row.values))?;
    Ok(rows.into_iter().map(|row| row.row).collect())
}

/// Inserts the audit row of a new row.
fn log_one<Conn>(conn: &mut Conn, meta: &'static Meta, operation: &Operation<'_>, new: &Snapshot) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    trail::insert(conn, meta.content_type, operation, &[WholeRows::new(meta).created(new)])
}

/// Inserts the audit rows of new rows.
fn log<'s, Conn>(
    conn: &mut Conn,
    meta: &'static Meta,
    operation: &Operation<'_>,
    new: impl Iterator<Item = &'s Snapshot>,
) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let whole = WholeRows::new(meta);
    let logged: Vec<_> = new.map(|values| whole.created(values)).collect();
    trail::insert(conn, meta.content_type, operation, &logged)
}

/// Inserts rows and reads them back in the same order.
fn insert<Conn, M, U>(conn: &mut Conn, rows: &[M::Values], keys: &[String], unless: Unless) -> Result<Vec<U>>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
    U: QueryableByName<Conn::Backend> + HasKey + 'static,
{
    if <Conn::Backend as Dialect>::RETURNING {
        let insert = InsertRows::<M>::new(rows, unless, true);
        return Ok(read(conn, &insert, insert.id())?);
    }
    if rows.len() > 1 && !read_together::<M>(rows) {
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            read.extend(insert::<_, M, U>(conn, std::slice::from_ref(row), &[], Unless::NOTHING)?);
        }
        return Ok(read);
    }
    write_unread::<_, M>(conn, rows, Unless::NOTHING)?;
    if !keys.is_empty() {
        let read = load(conn, ReadBack::<M> { rows, ordered: false })?;
        if let Some(read) = in_order(read, keys) {
            return Ok(read);
        }
    }
    Ok(load(conn, ReadBack::<M> { rows, ordered: true })?)
}

/// Inserts a row and reads it back.
fn insert_one<Conn, M, U>(conn: &mut Conn, row: &M::Values, unless: Unless) -> Result<Option<U>>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
    U: QueryableByName<Conn::Backend>,
{
    if <Conn::Backend as Dialect>::RETURNING {
        let insert = InsertOne::<M>::new(row, unless, true);
        return Ok(read_one(conn, &insert, insert.id())?);
    }
    write_one::<_, M>(conn, row, Unless::NOTHING)?;
    Ok(load_one(conn, ReadBackOne::<M> { row })?)
}

/// Sorts rows in the order of these keys; none when a key was not stored as it was given.
fn in_order<U: HasKey>(rows: Vec<U>, keys: &[String]) -> Option<Vec<U>> {
    let mut found: HashMap<String, U> = rows.into_iter().map(|row| (row.key_text(), row)).collect();
    keys.iter().map(|key| found.remove(key)).collect()
}

/// A row that is read with its key.
trait HasKey {
    /// The key as text.
    fn key_text(&self) -> String;
}

impl<R: Manager> HasKey for Plain<R> {
    fn key_text(&self) -> String {
        self.0.as_model().key().text()
    }
}

impl<R: Manager> HasKey for Recorded<R> {
    fn key_text(&self) -> String {
        self.row.as_model().key().text()
    }
}

impl<M: Model> HasKey for Traced<M> {
    fn key_text(&self) -> String {
        self.values.object_id(M::META).into_owned()
    }
}

/// Whether rows that were inserted together can be read back together in their order: by the keys that they were given,
/// or by the consecutive numbers that the database gave them.
fn read_together<M: Model>(rows: &[M::Values]) -> bool {
    let [key] = M::META.key else { return false };
    let given = rows.iter().filter(|row| row.columns().contains(*key)).count();
    given == rows.len() || (given == 0 && M::Key::NUMBERED)
}

/// `SELECT .. FROM articles WHERE id = ..`: the rows that an INSERT without RETURNING has just written.
struct ReadBack<'s, M: Model> {
    rows: &'s [M::Values],
    /// Whether the SELECT sorts rows with given keys in the order of the input, for which the server searches the list
    /// of keys for each row.
    ordered: bool,
}

statement!(['s, M: Model] ReadBack<'s, M>, by_text);

impl<M, DB> QueryFragment<DB> for ReadBack<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_read_back(sql::names::<M, DB>(), &mut out)?;
        match (self.rows, M::META.key) {
            ([row], _) => push_new_key(sql::names::<M, DB>(), row, &mut out),
            (rows, [key, ..]) => self.push_many(rows, *key, &mut out),
            (_, []) => Ok(()),
        }
    }
}

/// Pushes `id = ?`, for every part of the key of a row that was inserted, or `id = LAST_INSERT_ID()`.
fn push_new_key<'b, DB: Dialect>(
    names: Names<'b, DB>,
    row: &'b dyn AnyValues<DB>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (part, index) in names.meta.key.iter().enumerate() {
        out.push_sql(if part > 0 { " AND " } else { "" });
        names.column(At::Table, *index, out)?;
        out.push_sql(" = ");
        match row.set().contains(*index) {
            true => row.push(*index, out.reborrow())?,
            false => out.push_sql("LAST_INSERT_ID()"),
        }
    }
    Ok(())
}

/// `SELECT .. FROM articles WHERE id = ..`: the row that an INSERT without RETURNING has just written.
struct ReadBackOne<'s, M: Model> {
    row: &'s M::Values,
}

statement!(['s, M: Model] ReadBackOne<'s, M>, by_text);

impl<M, DB> QueryFragment<DB> for ReadBackOne<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = sql::names::<M, DB>();
        push_read_back(names, &mut out)?;
        push_new_key(names, self.row, &mut out)
    }
}

fn push_read_back<'b, DB: Dialect>(names: Names<'b, DB>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    out.push_sql("SELECT ");
    names.columns(At::Table, out)?;
    out.push_sql(" FROM ");
    names.table(out)?;
    out.push_sql(" WHERE ");
    Ok(())
}

impl<M: Model> ReadBack<'_, M> {
    fn push_many<'b, DB>(&'b self, rows: &'b [M::Values], key: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        M: ModelOn<DB>,
    {
        out.unsafe_to_cache_prepared();
        let keys =
            |out: &mut AstPass<'_, 'b, DB>| sql::separated(rows, ", ", out, |row, out| row.bind(key, out.reborrow()));
        sql::column::<M, DB>(At::Table, key, out)?;
        if rows[0].columns().contains(key) {
            out.push_sql(" IN (");
            keys(out)?;
            out.push_sql(")");
            if !self.ordered {
                return Ok(());
            }
            out.push_sql(" ORDER BY FIELD(");
            sql::column::<M, DB>(At::Table, key, out)?;
            out.push_sql(", ");
            keys(out)?;
            out.push_sql(")");
            return Ok(());
        }
        // The numbers of one INSERT are consecutive, with the configured increment of the server.
        out.push_sql(" >= LAST_INSERT_ID() AND ");
        sql::column::<M, DB>(At::Table, key, out)?;
        out.push_sql(&format!(" < LAST_INSERT_ID() + {} * @@auto_increment_increment ORDER BY ", rows.len()));
        sql::column::<M, DB>(At::Table, key, out)
    }
}
