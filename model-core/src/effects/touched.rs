//! Parents that count the writes to their rows: `#[model(belongs_to(Author, touches = authors::revision))]`.
//!
//! A new row, and one that moves, counts up its parents before it is written: the write locks the new parent so that
//! nobody deletes it, and two writers that both hold such a lock would wait for each other. Every other write counts
//! them up afterwards, because only then it is known which rows have changed.

use crate::effects::parents::{KeyList, Moved, ParentsOf};
use crate::meta::error::Result;
use crate::meta::type_only::TypeOnly;
use crate::model::key::RowKey;
use crate::query::relations::belongs_to::BelongsTo;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use crate::sql::on::ModelOn;
use crate::sql::parts::key_tuple;
use crate::sql::rows::{execute, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use uuid::Uuid;

/// Counts up the parents of rows, and those that values name: each of them once.
///
/// # Errors
/// Database errors.
pub(crate) fn touch_parents<Conn, M, P, C>(conn: &mut Conn, rows: &[&M], named: &[M::Values]) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    let Some(column) = M::TOUCHES else { return Ok(()) };
    let of_rows = rows.iter().filter_map(|row| row.foreign_key());
    let keys = of_rows.chain(named.iter().filter_map(M::foreign_key_set));
    let keys: BTreeMap<String, P::Key> = keys.map(|key| (key.text(), key.into_owned())).collect();
    let keys: Vec<P::Key> = keys.into_values().collect();
    for keys in keys.chunks(per_statement::<Conn::Backend>(P::META.key.len(), 0)) {
        execute(conn, CountUp::<P, _> { column, parents: KeyList::<P>(keys.to_vec()), model: PhantomData })?;
    }
    Ok(())
}

/// Counts up the parents of the rows that an operation has marked as deleted, or restored.
///
/// # Errors
/// Database errors.
pub(crate) fn touch_moved<Conn, M, P, C>(conn: &mut Conn, operation: Uuid, deleted: bool) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
{
    let Some(column) = M::TOUCHES else { return Ok(()) };
    let moved = Moved::<M> { operation, deleted, model: PhantomData };
    let parents = ParentsOf { target: &moved, foreign_key: M::FOREIGN_KEY, model: PhantomData::<fn() -> M> };
    execute(conn, CountUp::<P, _> { column, parents, model: PhantomData })?;
    Ok(())
}

/// `UPDATE authors SET revision = revision + 1 WHERE id IN (..)`
struct CountUp<P, Parents> {
    column: usize,
    parents: Parents,
    model: TypeOnly<P>,
}

// The text depends on the column, and on the number of keys.
statement!([P, Parents] CountUp<P, Parents>, by_text);

impl<P, Parents, DB> QueryFragment<DB> for CountUp<P, Parents>
where
    DB: Dialect,
    P: ModelOn<DB>,
    Parents: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        sql::names::<P, DB>().written(&mut out)?;
        out.push_sql(" SET ");
        sql::column::<P, DB>(At::Bare, self.column, &mut out)?;
        out.push_sql(" = ");
        sql::column::<P, DB>(At::Table, self.column, &mut out)?;
        out.push_sql(" + 1 WHERE ");
        key_tuple::<P, DB>(&mut out)?;
        self.parents.walk_ast(out.reborrow())?;
        out.push_sql(DB::AND_OPEN);
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/touched.rs"]
pub(crate) mod twin;
