//! Reads back the inserted rows in the order of the input, with RETURNING or with a SELECT.

use crate::meta::error::Result;
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{Plain, load, load_one, read, read_one, run, statement};
use crate::sql::{AnyValues, At, Names};
use crate::trail::recorded::{Recorded, Traced};
use crate::values::{BindValues, Values};
use crate::write::insert::statement::{InsertOne, InsertRows, Unless};
use crate::write::program::Program;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{AstPass, QueryFragment};
use std::collections::HashMap;

/// Inserts rows and reads them back in the same order.
pub(super) fn insert<Conn, M, U>(conn: &mut Conn, rows: &[M::Values], keys: &[String], unless: Unless) -> Result<Vec<U>>
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
            read.extend(insert_together::<_, M, U>(conn, std::slice::from_ref(row), &[])?);
        }
        return Ok(read);
    }
    insert_together::<_, M, U>(conn, rows, keys)
}

/// Inserts rows by one statement, and reads them back by another one.
fn insert_together<Conn, M, U>(conn: &mut Conn, rows: &[M::Values], keys: &[String]) -> Result<Vec<U>>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
    U: QueryableByName<Conn::Backend> + HasKey + 'static,
{
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
pub(super) fn insert_one<Conn, M, U>(conn: &mut Conn, row: &M::Values, unless: Unless) -> Result<Option<U>>
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
pub(super) trait HasKey {
    /// The key as text.
    fn key_text(&self) -> String;
}

impl<Row: Manager> HasKey for Plain<Row> {
    fn key_text(&self) -> String {
        self.0.as_model().key().text()
    }
}

impl<Row: Manager> HasKey for Recorded<Row> {
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
pub(super) fn read_together<M: Model>(rows: &[M::Values]) -> bool {
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

/// Inserts a row without reading it back. Returns how many rows were written.
pub(super) fn write_one<Conn, M>(conn: &mut Conn, row: &M::Values, unless: Unless) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    let insert = InsertOne::<M>::new(row, unless, false);
    Ok(run(conn, &insert, insert.id())?)
}

/// Runs one INSERT without RETURNING, and returns the number of written rows.
pub(super) fn write_unread<Conn, M>(conn: &mut Conn, rows: &[M::Values], unless: Unless) -> Result<usize>
where
    Conn: LoadConnection<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    let insert = InsertRows::<M>::new(rows, unless, false);
    Ok(run(conn, &insert, insert.id())?)
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/read_back.rs"]
pub(crate) mod twin;
