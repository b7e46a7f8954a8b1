//! The slugs of new rows: `hello`, or `hello-2` if that exists.
//!
//! One query reads the existing slugs, the row gets the first free one, and the unique index decides: if a concurrent
//! insert was faster, the next slug is tried.

use crate::meta::Meta;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::meta::slug::Slug;
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::lock::take_write_lock_of;
use crate::sql::on::ModelOn;
use crate::sql::rows::read;
use crate::sql::{AnyValues, At, Names};
use crate::values::Values;
use crate::values::{read_slug, write_slug};
use crate::write::unique::violated;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};
use std::collections::{HashMap, HashSet};

/// How often a concurrent insert may take the slug of a row first.
const ATTEMPTS: u32 = 100;

/// How many slugs one query searches for: SQLite limits the depth of an expression to 1,000.
const QUESTIONS: usize = 200;

/// The unique key for the slug of a new row, if the row has no slug yet.
pub(crate) fn wanted<M: Model>(values: &M::Values) -> Option<&'static Unique> {
    wanted_of(M::META, values.columns())
}

fn wanted_of(meta: &'static Meta, given: ColumnSet) -> Option<&'static Unique> {
    let column = meta.fields.iter().position(|field| field.slug)?;
    if given.contains(column) {
        return None;
    }
    meta.uniques.iter().find(|unique| unique.columns.first() == Some(&column))
}

/// How a new row of `M` is written once it has its slug.
pub(crate) trait WriteNumbered<Conn, M: Model> {
    /// What is known of a row that was written.
    type Written: Send;

    /// Writes the row; returns none when the slug is no longer free.
    fn write(&mut self, conn: &mut Conn, values: &M::Values) -> Result<Option<Self::Written>>;
}

/// How many new rows of `M` are written once they have their slugs.
pub(crate) trait WriteAllNumbered<Conn, M: Model>: WriteNumbered<Conn, M> {
    /// Writes all rows at once.
    fn write_all(&mut self, conn: &mut Conn, rows: &mut [M::Values]) -> Result<Vec<Self::Written>>;
}

/// Writes one row with the first slug that is free.
pub(crate) fn numbered<Conn, M, Write>(
    conn: &mut Conn,
    values: &mut M::Values,
    unique: &'static Unique,
    write: &mut Write,
) -> Result<Write::Written>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Write: WriteNumbered<Conn, M>,
{
    let Some((_, slug)) = read_slug(values) else { return write.write(conn, values)?.ok_or(Error::Conflict) };
    let names = sql::names::<M, Conn::Backend>();
    // A transaction may not see the row of the concurrent insert, so refused slugs are remembered.
    let mut used = HashSet::new();
    for _ in 0..ATTEMPTS {
        take_write_lock_of::<_, M>(conn)?;
        let group = (unique.columns.len() > 1).then_some(&*values as &dyn AnyValues<Conn::Backend>);
        used.extend(used_slugs(conn, names, unique, std::slice::from_ref(&slug), group)?);
        let (number, text) = free(&slug, 1, &used).ok_or_else(|| no_room(names.meta, unique))?;
        write_slug(values, number);
        if let Some(written) = write.write(conn, values)? {
            return Ok(written);
        }
        used.insert(text);
    }
    Err(Error::Conflict)
}

/// Writes rows with free slugs, including rows whose slug the caller gave: all at once if possible, and one by one if a
/// concurrent insert was faster or the slug is unique together with other columns.
pub(crate) fn numbered_many<Conn, M, Write>(
    conn: &mut Conn,
    rows: &mut [M::Values],
    unique: &'static Unique,
    write: &mut Write,
) -> Result<Vec<Write::Written>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Write: WriteAllNumbered<Conn, M>,
{
    let open: Vec<bool> = rows.iter().map(|row| wanted::<M>(row).is_some()).collect();
    if unique.columns.len() == 1 {
        take_write_lock_of::<_, M>(conn)?;
        number_all::<_, M>(conn, rows, &open, unique)?;
        match crate::sql::lock::transaction(conn, |conn| write.write_all(conn, rows)) {
            Err(error) if violated::<M, Conn::Backend>(&error).is_some_and(|other| other.index == unique.index) => {}
            result => return result,
        }
    }
    crate::sql::lock::transaction(conn, |conn| {
        take_write_lock_of::<_, M>(conn)?;
        let mut written = Vec::with_capacity(rows.len());
        for (values, open) in rows.iter_mut().zip(open) {
            written.push(match open {
                true => numbered::<_, M, _>(conn, values, unique, write)?,
                false => write.write(conn, values)?.ok_or_else(|| already_used(unique))?,
            });
        }
        Ok(written)
    })
}

/// The error when the slug that the caller gave already exists.
fn already_used(unique: &Unique) -> Error {
    Error::UniqueViolation { field: None, constraint: unique.index.to_owned() }
}

/// Gives each open row a slug that is free in the table and among the rows.
fn number_all<Conn, M>(conn: &mut Conn, rows: &mut [M::Values], open: &[bool], unique: &'static Unique) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    let mut used = HashSet::new();
    let mut slugs = Vec::new();
    for values in rows.iter_mut() {
        match read_slug(values) {
            Some((None, slug)) => slugs.push(slug),
            Some((Some(given), _)) => {
                used.insert(given);
            }
            None => {}
        }
    }
    let asked: Vec<Slug> = slugs.iter().cloned().collect::<HashSet<_>>().into_iter().collect();
    for asked in asked.chunks(QUESTIONS) {
        take_write_lock_of::<_, M>(conn)?;
        used.extend(used_slugs(conn, sql::names::<M, Conn::Backend>(), unique, asked, None)?);
    }
    // The next number of each slug, so that many equal titles are not counted from the start each time.
    let mut next: HashMap<Slug, u32> = HashMap::new();
    let open = rows.iter_mut().zip(open).filter(|(_, open)| **open);
    for ((values, _), slug) in open.zip(slugs) {
        let next = next.entry(slug.clone()).or_insert(1);
        let (number, text) = free(&slug, *next, &used).ok_or_else(|| no_room(M::META, unique))?;
        write_slug(values, number);
        used.insert(text);
        *next = number + 1;
    }
    Ok(())
}

/// The first number, from `start` on, whose slug is free; none if every slug that fits the field is used.
fn free(slug: &Slug, start: u32, used: &HashSet<String>) -> Option<(u32, String)> {
    for number in start.. {
        let text = slug.numbered(number)?;
        if !used.contains(&text) {
            return Some((number, text));
        }
    }
    None
}

/// The error when the field is too short for one more slug.
fn no_room(meta: &'static Meta, unique: &Unique) -> Error {
    let field = unique.columns.first().map_or("slug", |index| meta.fields[*index].name);
    Error::invalid(field, "has no room for a slug that is not taken: raise its `max_length`, or set a slug")
}

/// The slugs in the table that could collide with these. If a slug is unique together with other columns, only those of
/// rows with the same values as `group`.
fn used_slugs<Conn>(
    conn: &mut Conn,
    names: Names<'_, Conn::Backend>,
    unique: &'static Unique,
    slugs: &[Slug],
    group: Option<&dyn AnyValues<Conn::Backend>>,
) -> Result<Vec<String>>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let asked = slugs.iter().map(|slug| (slug.numbered(1).unwrap_or_default(), slug.pattern())).collect();
    let rows: Vec<Text> = read(conn, &SelectSlugs { names, unique, asked, group }, None)?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// `SELECT slug FROM articles WHERE (slug = 'hello' OR slug LIKE 'hello-%') AND deleted_at IS NULL`
struct SelectSlugs<'s, DB: Backend> {
    names: Names<'s, DB>,
    unique: &'static Unique,
    asked: Vec<(String, String)>,
    group: Option<&'s dyn AnyValues<DB>>,
}

impl<DB: Dialect> QueryFragment<DB> for SelectSlugs<'_, DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.asked.len() > 1 {
            // The text depends on the number of slugs, so caching would keep one prepared statement per number.
            out.unsafe_to_cache_prepared();
        }
        let [column, together @ ..] = self.unique.columns else { return Ok(()) };
        let (names, out) = (self.names, &mut out);
        out.push_sql("SELECT ");
        names.column(At::Table, *column, out)?;
        out.push_sql(" FROM ");
        names.table(out)?;
        out.push_sql(" WHERE (");
        // The base and its pattern contain ASCII letters, digits and hyphens, so nothing has to be escaped.
        sql::separated(&self.asked, " OR ", out, |(base, pattern), out| {
            names.column(At::Table, *column, out)?;
            out.push_sql(" = ");
            DB::text(base, out)?;
            out.push_sql(" OR ");
            names.column(At::Table, *column, out)?;
            out.push_sql(" LIKE ");
            DB::text(pattern, out)
        })?;
        out.push_sql(")");
        if let Some(group) = self.group {
            let given = group.set();
            for index in together.iter().filter(|index| given.contains(**index)) {
                out.push_sql(" AND ");
                names.column(At::Table, *index, out)?;
                if group.is_null(*index) {
                    out.push_sql(" IS NULL");
                    continue;
                }
                out.push_sql(" = ");
                group.push(*index, out.reborrow())?;
            }
        }
        if self.unique.is_partial(names.meta) || !self.unique.condition.is_empty() {
            out.push_sql(" AND ");
        }
        names.unique_rows(self.unique, At::Table, out)
    }
}

/// A row with one text.
struct Text(String);

impl<DB: Dialect> QueryableByName<DB> for Text {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no text")?;
        DB::read_text(first.value()).map(Self)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/slug.rs"]
pub(crate) mod twin;
