//! Audited updates where one statement cannot do it all: SQLite and MySQL/MariaDB.
//!
//! In one transaction: read the old rows (locked), write, read the new ones, insert the audit rows.

use super::plain::{self, statement};
use super::{Kind, decisive};
use crate::audit;
use crate::error::Result;
use crate::meta::ColumnSet;
use crate::model::Model;
use crate::outcome::Outcome;
use crate::values::Values;
use crate::write::dialect::Dialect;
use crate::write::program::{ByKeys, Program, Recorded, key_chunks, lock_first, read_locked};
use crate::write::rows::{RowOn, load};
use crate::write::select::Select;
use crate::write::target::{ByFilter, ByKey};
use crate::write::terms::Entry;
use crate::write::verbs::Needs;
use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use serde_json::Value;
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
    entry.transaction(conn, |conn| {
        let old = match read_locked(conn, &target, K::NEEDS.of::<R::Model>(), &entry)? {
            Ok(row) => row,
            Err(found) => return Ok(found),
        };
        let returning = <Conn::Backend as Dialect>::RETURNING;
        let update = statement::<K, R, _>(&target, values, Needs::Any, decisive, returning);
        let new: Vec<Recorded<R>> = if returning {
            load(conn, update)?
        } else if RunQueryDsl::execute(update, conn)? == 0 {
            Vec::new()
        } else {
            load(conn, Select::<R, _>::locked(&target))?
        };
        let Some(new) = new.into_iter().next() else { return Ok(Outcome::Unchanged(old.row)) };
        let rows = audit::Row::changed(meta, values.columns(), K::IS_MOVE, &old.json, &new.json);
        audit::insert(conn, meta.content_type, &entry, rows.into_iter().collect())?;
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
    entry.transaction(conn, |conn| {
        lock_first(conn, &entry)?;
        let old: Vec<Recorded<R>> = load(conn, Select::<R, _>::locked(&target))?;
        if old.is_empty() {
            return Ok(0);
        }
        let (count, new) = write_set::<K, _, _, _>(conn, &target, &old, &values, decisive)?;
        let mut after: HashMap<String, &[Value]> =
            new.iter().map(|row| (audit::object_id(meta, &row.json), &*row.json)).collect();
        let rows = old
            .iter()
            .filter_map(|old| {
                let new = after.remove(&audit::object_id(meta, &old.json))?;
                audit::Row::changed(meta, values.columns(), K::IS_MOVE, &old.json, new)
            })
            .collect();
        audit::insert(conn, meta.content_type, &entry, rows)?;
        Ok(count)
    })
}

/// Writes the rows that were read, and returns how many were changed, with their new values (and perhaps those of rows
/// that were not).
fn write_set<K, Conn, R, W>(
    conn: &mut Conn,
    target: &ByFilter<R, W>,
    old: &[Recorded<R>],
    values: &<R::Model as Model>::Values,
    decisive: ColumnSet,
) -> Result<(usize, Vec<Recorded<R>>)>
where
    K: Kind,
    Conn: LoadConnection<Backend: Program>,
    R: RowOn<Conn::Backend>,
    W: QueryFragment<Conn::Backend>,
{
    if <Conn::Backend as Dialect>::RETURNING {
        let new: Vec<_> = load(conn, statement::<K, R, _>(target, values, Needs::Any, decisive, true))?;
        return Ok((new.len(), new));
    }
    // Without RETURNING the rows are named by key: after the write the filter may not find them any more.
    let mut count = 0;
    let mut new = Vec::with_capacity(old.len());
    for keys in key_chunks::<Conn::Backend, R>(old, 2 * values.columns().iter().count()) {
        let chunk = ByKeys::<R>::new(&keys);
        count += RunQueryDsl::execute(statement::<K, R, _>(&chunk, values, Needs::Any, decisive, false), conn)?;
        new.extend(load::<_, _, Recorded<R>>(conn, Select::<R, _>::locked(&chunk))?);
    }
    Ok((count, new))
}
