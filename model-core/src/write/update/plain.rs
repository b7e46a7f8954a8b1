//! Updates that leave no audit row: one statement on every backend, and one that reads the row back where it cannot return it.

use super::statement::{Returning, UpdateRows};
use super::{Kind, decisive};
use crate::error::Result;
use crate::meta::ColumnSet;
use crate::model::{Manager, Model};
use crate::outcome::Outcome;
use crate::values::Values;
use crate::write::dialect::Dialect;
use crate::write::find::found;
use crate::write::rows::{Plain, RowOn, load};
use crate::write::select::SelectOne;
use crate::write::target::{ByFilter, ByKey};
use crate::write::terms::Entry;
use crate::write::verbs::Needs;
use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

pub(super) fn by_key<K, Conn, R>(
    conn: &mut Conn,
    target: &ByKey<R>,
    values: &<R::Model as Model>::Values,
    entry: &Entry<'_>,
) -> Result<Outcome<R>>
where
    K: Kind,
    Conn: LoadConnection<Backend: Dialect>,
    R: RowOn<Conn::Backend>,
{
    let decisive = decisive(<R::Model as Model>::META, values.columns());
    let nothing_to_write = K::SKIPS_UNCHANGED && decisive.is_empty();
    match nothing_to_write {
        true => None,
        false => write::<K, _, _>(conn, target, values, decisive, entry)?,
    }
    .map_or_else(|| found(conn, target, K::NEEDS.of::<R::Model>()), |row| Ok(Outcome::Changed(row)))
}

/// Writes one row, if it is in the right state and differs, and returns it as it is now.
pub(super) fn write<K, Conn, R>(
    conn: &mut Conn,
    target: &ByKey<R>,
    values: &<R::Model as Model>::Values,
    decisive: ColumnSet,
    entry: &Entry<'_>,
) -> Result<Option<R>>
where
    K: Kind,
    Conn: LoadConnection<Backend: Dialect>,
    R: RowOn<Conn::Backend>,
{
    let needs = K::NEEDS.of::<R::Model>();
    let update = statement::<K, R, _>(target, values, needs, decisive, returning::<R, Conn::Backend>());
    let rows: Vec<Plain<R>> = if <Conn::Backend as Dialect>::RETURNING {
        load(conn, update)?
    } else if K::TELLS_STATE {
        // A transaction, so that no row comes back as deleted which somebody else has restored in between, nor the other way.
        entry.transaction(conn, |conn| match RunQueryDsl::execute(update, conn)? {
            0 => Ok(Vec::new()),
            _ => Ok(load(conn, SelectOne::locked(target))?),
        })?
    } else if RunQueryDsl::execute(update, conn)? == 0 {
        Vec::new()
    } else {
        // The UPDATE has decided whether the row is changed. There is nothing to undo, so what comes back is the row as it
        // stands now.
        load(conn, SelectOne::unlocked(target))?
    };
    Ok(rows.into_iter().next().map(|Plain(row)| row))
}

pub(super) fn set<K, Conn, R, W>(
    conn: &mut Conn,
    target: &ByFilter<R, W>,
    values: &<R::Model as Model>::Values,
) -> Result<usize>
where
    K: Kind,
    Conn: LoadConnection<Backend: Dialect>,
    R: RowOn<Conn::Backend>,
    W: QueryFragment<Conn::Backend>,
{
    let decisive = decisive(<R::Model as Model>::META, values.columns());
    if K::SKIPS_UNCHANGED && decisive.is_empty() {
        return Ok(0);
    }
    Ok(RunQueryDsl::execute(statement::<K, R, _>(target, values, Needs::Any, decisive, Returning::default()), conn)?)
}

/// The columns that a write to one row gives back, where it can.
pub(super) fn returning<R: Manager, DB: Dialect>() -> Returning {
    match DB::RETURNING {
        true => Returning { columns: <R::Model as Model>::META.columns(), told: None },
        false => Returning::default(),
    }
}

/// The UPDATE of a kind. A set needs no state beside its own scope.
pub(super) fn statement<'s, K, R, T>(
    target: &'s T,
    values: &'s <R::Model as Model>::Values,
    needs: Needs,
    decisive: ColumnSet,
    returning: Returning,
) -> UpdateRows<'s, R, T>
where
    K: Kind,
    R: Manager,
{
    UpdateRows {
        target,
        values,
        needs,
        decisive: if K::SKIPS_UNCHANGED { decisive } else { ColumnSet::default() },
        returning,
    }
}
