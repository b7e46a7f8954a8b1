//! The INSERT that overwrites the rows with the same unique value.
//!
//! ```sql
//! INSERT INTO blocks (number, hash, version) VALUES (..), (..)
//! ON CONFLICT (number) DO UPDATE SET hash = excluded.hash, version = blocks.version + 1
//! WHERE (blocks.hash IS DISTINCT FROM excluded.hash)
//! ```
//!
//! MySQL and MariaDB have no condition there, so each column has it: `hash = IF(.., VALUES(hash), hash)`. They set one
//! column after the other, and a condition sees what was set before it. So the columns that no condition reads come
//! first, and the one that says which row is newer comes last. `VALUES(hash)` is the one form that both servers know.

use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::unique::Unique;
use crate::meta::{Meta, Role};
use crate::model::Model;
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{execute, statement};
use crate::sql::{AnyValues, At, Names};
use crate::values::Values;
use crate::write::insert::chunks;
use crate::write::insert::statement::{Unless, push_insert};
use crate::write::unique::named;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};

/// What overwrites an existing row.
#[derive(Debug, Clone, Copy)]
pub struct Overwriting {
    /// The unique key by which rows are matched.
    pub(crate) unique: &'static Unique,
    /// The column in which the new row must be newer.
    pub(crate) newest: Option<usize>,
    /// The columns that an existing row gets.
    pub(crate) set: ColumnSet,
}

/// Writes the rows: one statement for as many as it can bind.
pub(crate) fn overwrite_rows<Conn, M>(
    conn: &mut Conn,
    rows: &[M::Values],
    how: Overwriting,
    operation: &Operation<'_>,
) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    // What is not in the INSERT may be bound twice, beside a condition.
    let mut chunks = chunks::<M, Conn::Backend>(rows, 2 * how.set.iter().count());
    if chunks.len() <= 1 {
        return match chunks.next() {
            Some(rows) => overwrite_chunk::<_, M>(conn, rows, how),
            None => Ok(()),
        };
    }
    operation.transaction(conn, |conn| {
        for rows in chunks {
            overwrite_chunk::<_, M>(conn, rows, how)?;
        }
        Ok(())
    })
}

fn overwrite_chunk<Conn, M>(conn: &mut Conn, rows: &[M::Values], how: Overwriting) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    match execute(conn, OverwriteRows::<M> { rows, how }) {
        Ok(_) => Ok(()),
        Err(error) => Err(named::<M, Conn::Backend>(error.into())),
    }
}

/// The statement.
struct OverwriteRows<'s, M: Model> {
    rows: &'s [M::Values],
    how: Overwriting,
}

statement!(['s, M: Model] OverwriteRows<'s, M>, by_text);

impl<M, DB> QueryFragment<DB> for OverwriteRows<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // The text depends on the number of rows, so caching would keep one prepared statement per number.
        out.unsafe_to_cache_prepared();
        push_insert::<M, DB>(self.rows, Unless::NOTHING, &mut out)?;
        let Some(row) = self.rows.first() else { return Ok(()) };
        let inserted = row.columns();
        Conflicting { names: sql::names::<M, DB>(), row, inserted, how: self.how }.push(&mut out)
    }
}

/// The part after the rows, for any model.
struct Conflicting<'b, DB: Dialect> {
    names: Names<'b, DB>,
    /// A row, for the columns that are the same in each and are not in the INSERT.
    row: &'b dyn AnyValues<DB>,
    inserted: ColumnSet,
    how: Overwriting,
}

impl<'b, DB: Dialect> Conflicting<'b, DB> {
    fn push(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Overwriting { unique, newest, set } = self.how;
        let meta = self.names.meta;
        let writes = newest.is_some() || meta.has_unread(set) || !compared(meta, set).is_empty();
        if !DB::PARTIAL_INDEX {
            out.push_sql(" ON DUPLICATE KEY UPDATE ");
            if writes {
                return self.push_in_turn(out);
            }
            let column = unique.columns[0];
            self.names.qualified(At::Bare, column, out)?;
            out.push_sql(" = ");
            return self.names.qualified(At::Table, column, out);
        }
        out.push_sql(" ON CONFLICT (");
        self.names.unique_columns(unique, At::Bare, out)?;
        out.push_sql(")");
        self.names.unique_predicate(unique, out)?;
        if !writes {
            out.push_sql(" DO NOTHING");
            return Ok(());
        }
        out.push_sql(" DO UPDATE SET ");
        sql::separated(set.iter(), ", ", out, |index, out| {
            self.names.qualified(At::Bare, index, out)?;
            out.push_sql(" = ");
            self.push_new(index, out)
        })?;
        if self.is_conditional() {
            out.push_sql(" WHERE ");
            self.push_condition(out)?;
        }
        Ok(())
    }

    /// Pushes the assignments where each sees those before it.
    fn push_in_turn(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Overwriting { newest, set, .. } = self.how;
        let follows = |index: &usize| self.names.meta.column(*index).role.follows_writes();
        let place = |index: &usize| if newest == Some(*index) { 2 } else { u8::from(!follows(index)) };
        let mut columns: Vec<usize> = set.iter().collect();
        columns.sort_by_key(place);
        sql::separated(columns, ", ", out, |index, out| {
            self.names.qualified(At::Bare, index, out)?;
            out.push_sql(" = ");
            if !self.is_conditional() || (newest.is_none() && !follows(&index)) {
                return self.push_new(index, out);
            }
            out.push_sql("IF(");
            self.push_condition(out)?;
            out.push_sql(", ");
            self.push_new(index, out)?;
            out.push_sql(", ");
            self.names.qualified(At::Table, index, out)?;
            out.push_sql(")");
            Ok(())
        })
    }

    /// Whether some existing rows are not overwritten. A value that is never read cannot be compared.
    fn is_conditional(&self) -> bool {
        self.how.newest.is_some() || !self.names.meta.has_unread(self.how.set)
    }

    /// Pushes which existing rows are overwritten: those that are older, or those that differ.
    fn push_condition(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if let Some(newest) = self.how.newest {
            return push_newer(self.names, newest, |out| self.push_inserted(newest, out), out);
        }
        out.push_sql("(");
        sql::separated(compared(self.names.meta, self.how.set).iter(), " OR ", out, |index, out| {
            DB::differ(
                self.names.meta.fields[index].encoding,
                |out| self.names.qualified(At::Table, index, out),
                |out| self.push_new(index, out),
                out,
            )
        })?;
        out.push_sql(")");
        Ok(())
    }

    /// Pushes what an existing row gets.
    fn push_new(&self, index: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.names.meta.column(index).role == Role::Version {
            self.names.qualified(At::Table, index, out)?;
            out.push_sql(" + 1");
            return Ok(());
        }
        if self.inserted.contains(index) {
            self.push_inserted(index, out)
        } else {
            self.row.push(index, out.reborrow())
        }
    }

    /// Pushes the value that the INSERT has.
    fn push_inserted(&self, index: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if DB::PARTIAL_INDEX { "excluded." } else { "VALUES(" });
        self.names.qualified(At::Bare, index, out)?;
        out.push_sql(if DB::PARTIAL_INDEX { "" } else { ")" });
        Ok(())
    }
}

/// The columns in which an existing row can differ.
fn compared(meta: &Meta, set: ColumnSet) -> ColumnSet {
    let is_compared = |index: usize| set.contains(index) && !meta.fields[index].role.follows_writes();
    ColumnSet::of((0..meta.fields.len()).map(is_compared))
}

/// Pushes the test whether a stored row is older than a value: NULL is older than any other.
pub(crate) fn push_newer<'b, DB: Dialect>(
    names: Names<'b, DB>,
    column: usize,
    value: impl Fn(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("(");
    names.qualified(At::Table, column, out)?;
    out.push_sql(" < ");
    value(out)?;
    if names.meta.fields[column].nullable {
        out.push_sql(" OR (");
        names.qualified(At::Table, column, out)?;
        out.push_sql(" IS NULL AND ");
        value(out)?;
        out.push_sql(" IS NOT NULL)");
    }
    out.push_sql(")");
    Ok(())
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/overwrite.rs"]
pub(crate) mod twin;
