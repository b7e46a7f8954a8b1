//! The INSERT of new rows.

#[cfg(feature = "postgres")]
pub(crate) mod arrays;
mod beginning;
pub(crate) mod create;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod exact;
pub(crate) mod overwrite;
pub(crate) mod parents;
#[cfg(feature = "postgres")]
pub(crate) mod pg;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod read_back;
pub(crate) mod slug;
pub(crate) mod statement;

use crate::meta::Meta;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::model::Model;
use crate::model::key::RowKey;
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use crate::values::Values;
use diesel::connection::LoadConnection;
use std::slice::Chunks;

/// The columns that at least one of the rows has a value for.
fn columns<M: Model>(rows: &[M::Values]) -> ColumnSet {
    named(M::META, rows.iter().fold(ColumnSet::default(), |set, row| set.union(row.columns())))
}

/// The columns that an INSERT names, given those that have a value.
fn named(meta: &Meta, mut columns: ColumnSet) -> ColumnSet {
    if columns.is_empty() {
        // A row with only defaults still has to name a column.
        meta.key.iter().for_each(|index| columns.insert(*index));
    }
    columns
}

/// Whether these are the values of a single row that sets all columns except those that the database makes. Then the
/// model alone determines the text of the INSERT.
fn is_usual<M: Model>(rows: &[M::Values]) -> bool {
    matches!(rows, [row] if has_usual(M::META, M::Key::NUMBERED, row.columns()))
}

fn has_usual(meta: &Meta, numbered: bool, columns: ColumnSet) -> bool {
    let made = |index: usize| meta.fields[index].by_database || (numbered && meta.key.contains(&index));
    columns == ColumnSet::of((0..meta.fields.len()).map(|index| !made(index)))
}

/// The rows in groups that fit the bind limit when a statement has `others` more binds.
fn chunks<M: Model, DB: Dialect>(rows: &[M::Values], others: usize) -> Chunks<'_, M::Values> {
    rows.chunks(per_statement::<DB>(columns::<M>(rows).iter().count(), others))
}

/// How a group of new rows of `M` is written.
trait WriteChunk<Conn, M: Model>: Send {
    /// The known values of a row that was written.
    type Written: Send;

    /// Writes the rows.
    fn write(&mut self, conn: &mut Conn, rows: &[M::Values]) -> Result<Vec<Self::Written>>;
}

/// Writes groups of rows in one transaction; with `alone`, a single group needs no transaction.
fn write_chunks<Conn, M, Write>(
    conn: &mut Conn,
    mut chunks: Chunks<'_, M::Values>,
    alone: bool,
    operation: &Operation<'_>,
    write: &mut Write,
) -> Result<Vec<Write::Written>>
where
    Conn: LoadConnection,
    M: Model,
    Write: WriteChunk<Conn, M>,
{
    let Some(first) = chunks.next() else { return Ok(Vec::new()) };
    if alone && chunks.len() == 0 {
        return write.write(conn, first);
    }
    operation.transaction(conn, |conn| {
        let mut written = write.write(conn, first)?;
        for rows in chunks {
            written.extend(write.write(conn, rows)?);
        }
        Ok(written)
    })
}

/// A new row that is counted and not read. A list of these is only a length, and takes no memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted;

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/mod.rs"]
pub(crate) mod twin;
