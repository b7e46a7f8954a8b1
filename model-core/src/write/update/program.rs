//! Audited updates where one statement cannot do it all: SQLite and MySQL/MariaDB.
//!
//! In one transaction: read the old rows (locked), write, read the new ones, insert the audit rows.

use super::plain::{self, returning, statement};
use super::statement::Returning;
use super::{Kind, decisive};
use crate::audit::{self, Changes, Snapshot};
use crate::error::Result;
use crate::meta::ColumnSet;
use crate::model::Model;
use crate::outcome::Outcome;
use crate::values::Values;
use crate::write::dialect::Dialect;
use crate::write::program::{ByKeys, Program, Recorded, Traced, key_chunks, lock_first, read_locked};
use crate::write::rows::{RowOn, load};
use crate::write::select::{Select, SelectOne};
use crate::write::target::{ByFilter, ByKey};
use crate::write::terms::Entry;
use crate::write::verbs::Needs;
use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use std::collections::HashMap;

pub(crate) fn by_key<K, Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    values: &<R::Model as Model>::Values,
    entry: Entry<'_>,
) -> Result<Outcome<R>>
where
    K: Kind,
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
{
    let meta = <R::Model as Model>::META;
    let decisive = decisive(meta, values.columns());
    if !meta.audited || (K::SKIPS_UNCHANGED && decisive.is_empty()) {
        return plain::by_key::<K, _, _>(conn, &target, values, &entry);
    }
    let changes = Changes::new(meta, values.columns(), K::IS_MOVE);
    let told = changes.columns();
    entry.transaction(conn, |conn| {
        let old = match read_locked(conn, &target, K::NEEDS.of::<R::Model>(), told, &entry)? {
            Ok(row) => row,
            Err(found) => return Ok(found),
        };
        let returning = Returning { told: Some(told.to_number()), ..returning::<R, Conn::Backend>() };
        let update = statement::<K, R, _>(&target, values, Needs::Any, decisive, returning);
        let new: Vec<Recorded<R>> = if <Conn::Backend as Dialect>::RETURNING {
            load(conn, update)?
        } else if RunQueryDsl::execute(update, conn)? == 0 {
            Vec::new()
        } else {
            load(conn, SelectOne::locked(&target).telling(told))?
        };
        let Some(new) = new.into_iter().next() else { return Ok(Outcome::Unchanged(old.row)) };
        if let Some(row) = changes.row(&old.values, &new.values) {
            audit::insert(conn, meta.content_type, &entry, &[row])?;
        }
        Ok(Outcome::Changed(new.row))
    })
}

pub(crate) fn set<K, Conn, R, W>(
    conn: &mut Conn,
    target: ByFilter<R, W>,
    values: <R::Model as Model>::Values,
    entry: Entry<'_>,
) -> Result<usize>
where
    K: Kind,
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
    W: QueryFragment<Conn::Backend>,
{
    let meta = <R::Model as Model>::META;
    let decisive = decisive(meta, values.columns());
    if !meta.audited || (K::SKIPS_UNCHANGED && decisive.is_empty()) {
        return plain::set::<K, _, _, _>(conn, &target, &values);
    }
    let changes = Changes::new(meta, values.columns(), K::IS_MOVE);
    entry.transaction(conn, |conn| {
        lock_first(conn, &entry)?;
        let (count, rows) = match <Conn::Backend as Dialect>::RETURNING {
            true => write_set::<K, _, _, _>(conn, &target, &values, decisive, &changes)?,
            false => write_by_key::<K, _, _, _>(conn, &target, &values, decisive, &changes)?,
        };
        audit::insert(conn, meta.content_type, &entry, &rows)?;
        Ok(count)
    })
}

/// Writes rows, and returns how many were changed, with what the trail keeps of them. Only what that needs is read.
fn write_set<K, Conn, R, W>(
    conn: &mut Conn,
    target: &ByFilter<R, W>,
    values: &<R::Model as Model>::Values,
    decisive: ColumnSet,
    changes: &Changes,
) -> Result<(usize, Vec<audit::Row>)>
where
    K: Kind,
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
    W: QueryFragment<Conn::Backend>,
{
    let columns = changes.columns();
    let old: Vec<Traced<R::Model>> = load(conn, Select::<R, _>::locked(target).only(columns))?;
    if old.is_empty() {
        return Ok((0, Vec::new()));
    }
    let returning = Returning { columns, told: Some(columns.to_number()) };
    let new = load(conn, statement::<K, R, _>(target, values, Needs::Any, decisive, returning))?;
    Ok((new.len(), compare::<R::Model>(changes, old.iter().map(|row| &row.values), &new)))
}

/// The same without RETURNING. The rows are named by key: after the write the filter may not find them any more.
fn write_by_key<K, Conn, R, W>(
    conn: &mut Conn,
    target: &ByFilter<R, W>,
    values: &<R::Model as Model>::Values,
    decisive: ColumnSet,
    changes: &Changes,
) -> Result<(usize, Vec<audit::Row>)>
where
    K: Kind,
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
    W: QueryFragment<Conn::Backend>,
{
    let old: Vec<Recorded<R>> = load(conn, Select::<R, _>::locked(target).telling(changes.columns()))?;
    let mut count = 0;
    let mut new = Vec::with_capacity(old.len());
    for keys in key_chunks::<Conn::Backend, R>(&old, 2 * values.columns().iter().count()) {
        let chunk = ByKeys::<R>::new(&keys);
        let update = statement::<K, R, _>(&chunk, values, Needs::Any, decisive, Returning::default());
        count += RunQueryDsl::execute(update, conn)?;
        new.extend(load::<_, _, Traced<R::Model>>(conn, Select::<R, _>::locked(&chunk).only(changes.columns()))?);
    }
    Ok((count, compare(changes, old.iter().map(|row| &row.values), &new)))
}

/// What the trail keeps of rows that were written, given all of these rows and perhaps others as they are now.
fn compare<'r, M: Model>(
    changes: &Changes,
    old: impl Iterator<Item = &'r Snapshot>,
    new: &[Traced<M>],
) -> Vec<audit::Row> {
    let mut after: HashMap<_, _> = new.iter().map(|row| (row.values.object_id(M::META), &row.values)).collect();
    old.filter_map(|old| changes.row(old, after.remove(&old.object_id(M::META))?)).collect()
}
