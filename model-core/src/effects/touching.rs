//! Writes to the rows of parents that count them. Those to single rows are for such models only; those to sets do
//! nothing more for any other.

use crate::effects::guards::{Guards, GuardsMoves, ReferencesOf};
use crate::effects::moving;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::operation::rolled_back::RolledBack;
use crate::sql::lock::{lock_table, still_open};
use crate::sql::on::RowOn;
use crate::sql::rows::load_row;
use crate::sql::select::Select;
use crate::sql::target::{ByFilter, ByKey};
use crate::values::ValuesOf;
use crate::write::backend::{Stores, StoresSets};
use crate::write::update::Rules;
use diesel::connection::LoadConnection;

/// Counts up the parents of a row, if it was changed.
pub(crate) fn touch_changed<Conn, Row>(conn: &mut Conn, outcome: &Outcome<Row>) -> Result<()>
where
    Row: Manager,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    match outcome {
        Outcome::Changed(row) => ReferencesOf::<Row>::touch(conn, &[row.as_model()], &[]),
        _ => Ok(()),
    }
}

/// An update without other effects, which the parents count.
pub(crate) fn update<DB, Conn, Row>(
    conn: &mut Conn,
    kind: Rules,
    target: ByKey<Row>,
    values: &ValuesOf<Row>,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    crate::sql::lock::transaction(conn, |conn| {
        lock_table::<Row::Model, _>(conn)?;
        let operation = operation.in_transaction();
        let outcome = <DB as Stores<Conn, Row>>::update(conn, kind, target, values, operation)?;
        touch_changed(conn, &outcome)?;
        still_open(conn)?;
        Ok(outcome)
    })
}

/// A patch that gives a row another parent. Both parents count it.
pub(crate) fn patch_moved<DB, Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &ValuesOf<Row>,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    let patched = crate::sql::lock::transaction(conn, |conn| {
        lock_table::<Row::Model, _>(conn)?;
        let old: Option<Row::Model> = load_row(conn, Select::<Row::Model, _>::locked(&target))?;
        let old: Vec<&Row::Model> = old.iter().collect();
        ReferencesOf::<Row>::touch(conn, &old, std::slice::from_ref(values))?;
        let patched = moving::patch::<DB, Conn, Row>(conn, target, values, operation.in_transaction())?;
        // Nothing was changed, so no parent counts it.
        if patched.is_changed() { Ok(patched) } else { Err(RolledBack::Found(patched)) }
    });
    settled(patched)
}

/// The result of a transaction, which was rolled back if it has one without a change.
pub(crate) fn settled<T>(result: std::result::Result<T, RolledBack<T>>) -> Result<T> {
    match result {
        Ok(found) | Err(RolledBack::Found(found)) => Ok(found),
        Err(RolledBack::Failed(error)) => Err(error),
    }
}

/// Counts up the parents of rows, and those that values name.
pub(crate) fn touch_all<Conn, M>(conn: &mut Conn, rows: &[M], named: &[M::Values]) -> Result<()>
where
    M: Model<References: Guards<Conn, M>>,
{
    if const { <M::References as Guards<Conn, M>>::TOUCHES } {
        let rows: Vec<&M> = rows.iter().collect();
        M::References::touch(conn, &rows, named)?;
    }
    Ok(())
}

/// An update of a set without other effects, except on what counts it.
pub(crate) fn update_set<DB, Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> Result<usize>
where
    DB: StoresSets<Conn, Row, Filter>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    if const { !<ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES } {
        return <DB as StoresSets<Conn, Row, Filter>>::update(conn, kind, target, values, operation);
    }
    // Only the changed rows say which parents count them.
    Ok(update_returning::<DB, Conn, Row, Filter>(conn, kind, target, values, operation)?.len())
}

/// The same, with the changed rows.
pub(crate) fn update_returning<DB, Conn, Row, Filter>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    DB: StoresSets<Conn, Row, Filter>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    if const { !<ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES } {
        return <DB as StoresSets<Conn, Row, Filter>>::update_returning(conn, kind, target, values, operation);
    }
    crate::sql::lock::transaction(conn, |conn| {
        lock_table::<Row::Model, _>(conn)?;
        let operation = operation.in_transaction();
        let rows = <DB as StoresSets<Conn, Row, Filter>>::update_returning(conn, kind, target, values, operation)?;
        let changed: Vec<&Row::Model> = rows.iter().map(Row::as_model).collect();
        ReferencesOf::<Row>::touch(conn, &changed, &[])?;
        still_open(conn)?;
        Ok(rows)
    })
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/touching.rs"]
pub(crate) mod twin;
