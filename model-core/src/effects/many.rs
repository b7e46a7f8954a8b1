//! Writes to many rows that are named one by one, with their effects.

use crate::effects::guards::{Guards, GuardsMoves, ReferencesOf};
use crate::effects::writes::Writes;
use crate::effects::written::kept;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::unique::Unique;
use crate::operation::Operation;
use crate::sql::lock::{lock_table, still_open};
use crate::sql::on::RowOn;
use crate::sql::target::ByKey;
use crate::values::{Values, ValuesOf};
use crate::write::backend::Stores;
use crate::write::insert;
use crate::write::insert::overwrite::{Overwriting, overwrite_rows};
use crate::write::update::many::{Given, by_columns};
use diesel::connection::LoadConnection;

/// Inserts rows.
pub(crate) fn create<DB, Conn, Row>(
    conn: &mut Conn,
    mut rows: Vec<ValuesOf<Row>>,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    match (rows.len(), rows.pop()) {
        (1, Some(row)) => Ok(vec![insert::create::create(conn, row, operation)?]),
        (_, last) => {
            rows.extend(last);
            insert::create::create_many(conn, rows, operation)
        }
    }
}

/// Changes live rows, each to values of its own, and counts those that differ.
pub(crate) fn patch<DB, Conn, Row>(
    conn: &mut Conn,
    rows: Vec<Given<Row::Model>>,
    operation: Operation<'_>,
) -> Result<usize>
where
    DB: Writes<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    // An expression is not the value of one row among many, a new parent is checked row by row, and so is it found
    // which parents count a change.
    let alone = |values: &ValuesOf<Row>| {
        !values.computed().is_empty()
            || const { <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES }
            || <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::any_moved(values)
    };
    let (single, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, values)| alone(values));
    let groups = by_columns::<Row::Model>(rows);
    if let ([group], true) = (&groups[..], single.is_empty()) {
        return DB::update_many(conn, group, operation);
    }
    crate::sql::lock::transaction(conn, |conn| {
        lock_table::<Row::Model, _>(conn)?;
        let operation = operation.in_transaction();
        let mut count = 0;
        for group in groups {
            count += DB::update_many(conn, &group, operation)?;
        }
        for (key, values) in single {
            let outcome = <DB as Writes<Conn, Row>>::patch(conn, ByKey::new(key), &values, operation)?;
            count += usize::from(outcome.is_changed());
        }
        still_open(conn)?;
        Ok(count)
    })
}

/// Inserts the rows whose unique value no other row has, and returns them.
pub(crate) fn create_absent<DB, Conn, Row>(
    conn: &mut Conn,
    rows: &[ValuesOf<Row>],
    unique: &'static Unique,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    DB: Writes<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    if const { <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES } {
        // Only the parents of the rows that were created count them.
        return crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let mut created = Vec::new();
            for row in rows {
                created.extend(<DB as Writes<Conn, Row>>::create_if_absent(
                    conn,
                    row,
                    unique,
                    operation.in_transaction(),
                )?);
            }
            still_open(conn)?;
            Ok(created)
        });
    }
    if !ReferencesOf::<Row>::any_set(rows) {
        return <DB as Stores<Conn, Row>>::create_absent(conn, rows, unique, operation);
    }
    crate::sql::lock::transaction(conn, |conn| {
        lock_table::<Row::Model, _>(conn)?;
        ReferencesOf::<Row>::check_values(conn, rows)?;
        let created = <DB as Stores<Conn, Row>>::create_absent(conn, rows, unique, operation.in_transaction());
        kept::<Row::Model, _, _>(conn, created)
    })
}

/// Inserts rows, or overwrites those with the same unique values.
pub(crate) fn overwrite<DB, Conn, Row>(
    conn: &mut Conn,
    groups: Vec<(ColumnSet, Vec<ValuesOf<Row>>)>,
    how: Overwriting,
    operation: Operation<'_>,
) -> Result<()>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    let checked = groups.iter().any(|(_, rows)| ReferencesOf::<Row>::any_set(rows));
    if let ([(set, rows)], false) = (&groups[..], checked) {
        return overwrite_rows::<_, Row::Model>(conn, rows, Overwriting { set: *set, ..how }, &operation);
    }
    crate::sql::lock::transaction(conn, |conn| {
        lock_table::<Row::Model, _>(conn)?;
        for (_, rows) in &groups {
            ReferencesOf::<Row>::check_values(conn, rows)?;
        }
        for (set, rows) in &groups {
            let how = Overwriting { set: *set, ..how };
            overwrite_rows::<_, Row::Model>(conn, rows, how, &operation.in_transaction())?;
        }
        still_open(conn)?;
        Ok(())
    })
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/many.rs"]
pub(crate) mod twin;
