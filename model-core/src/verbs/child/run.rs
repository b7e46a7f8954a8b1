//! Writes to both tables of a child, each in one transaction. Every write locks the row of the parent first, so that
//! two writers cannot wait for each other.

use crate::effects::writes::Writes;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::Model;
use crate::operation::Operation;
use crate::operation::rolled_back::RolledBack;
use crate::query::child::{Extends, Halves};
use crate::query::relations::belongs_to::{BelongsTo, HoldsKeyOf};
use crate::sql::dialect::Dialect;
use crate::sql::find::{found, found_locked};
use crate::sql::lock::lock_table;
use crate::sql::on::ModelOn;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::write::backend::Stores;
use crate::write::update::{Rules, significant};
use diesel::connection::LoadConnection;

/// A backend that can write rows of the child `Child` over a connection, with all effects.
#[diagnostic::on_unimplemented(
    message = "rows of `{Child}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{Child}` and of its parent",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait WritesChild<Conn, Child: Extends>: Dialect {
    /// Inserts rows, in one transaction.
    ///
    /// # Errors
    /// Database errors.
    #[doc(hidden)]
    fn create_many(conn: &mut Conn, rows: Vec<Halves<Child>>, operation: Operation<'_>) -> Result<Vec<Child>>;

    /// Inserts rows, in one transaction, and counts them.
    ///
    /// # Errors
    /// Database errors.
    #[doc(hidden)]
    fn create_counted(conn: &mut Conn, rows: Vec<Halves<Child>>, operation: Operation<'_>) -> Result<usize>;

    /// Changes a row.
    ///
    /// # Errors
    /// Database errors.
    #[doc(hidden)]
    fn patch(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: Halves<Child>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>>;

    /// Marks a row as deleted, and cascades.
    ///
    /// # Errors
    /// Database errors.
    fn delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>>;

    /// Restores a row and the other rows of its deletion.
    ///
    /// # Errors
    /// Database errors.
    fn restore(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>>;

    /// Removes a row from both tables, after the rows that belong to it.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>>;
}

#[diagnostic::do_not_recommend]
impl<DB, Conn, Child> WritesChild<Conn, Child> for DB
where
    DB: Writes<Conn, Child::Parent> + Writes<Conn, Child::Part>,
    Conn: LoadConnection<Backend = DB>,
    Child: Extends<Parent: ModelOn<DB>, Part: ModelOn<DB>>,
{
    fn create_many(conn: &mut Conn, rows: Vec<Halves<Child>>, operation: Operation<'_>) -> Result<Vec<Child>> {
        crate::sql::lock::transaction(conn, |conn| {
            let operation = operation.in_transaction();
            let (parents, parts) = insert_parents::<DB, Conn, Child>(conn, rows, operation)?;
            let parts = <DB as Writes<Conn, Child::Part>>::create_many(conn, parts, operation)?;
            Ok(parents.into_iter().zip(parts).map(|(parent, part)| Child::of_parts(parent, part)).collect())
        })
    }

    fn create_counted(conn: &mut Conn, rows: Vec<Halves<Child>>, operation: Operation<'_>) -> Result<usize> {
        crate::sql::lock::transaction(conn, |conn| {
            let operation = operation.in_transaction();
            let (_, parts) = insert_parents::<DB, Conn, Child>(conn, rows, operation)?;
            <DB as Writes<Conn, Child::Part>>::create_counted(conn, parts, operation)
        })
    }

    fn patch(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: Halves<Child>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>> {
        let Halves { parent: values, part: own } = values;
        whole(crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Child::Parent, _>(conn)?;
            let operation = operation.in_transaction();
            let found = match sets::<Child::Parent>(&values) {
                true => <DB as Writes<Conn, Child::Parent>>::patch(conn, target.clone(), &values, operation)?,
                false => found_locked(conn, &target, RequiredState::Live.of::<Child::Parent>())?,
            };
            let (parent, moved) = row_of(found)?;
            let part = match sets::<Child::Part>(&own) {
                true => <DB as Writes<Conn, Child::Part>>::patch(conn, part_key::<Child>(&target), &own, operation)?,
                false => part(conn, &target)?,
            };
            let (part, changed) = row_of(part)?;
            let parent = match changed && !moved && !values.columns().is_empty() {
                true => {
                    row_of(<DB as Stores<Conn, Child::Parent>>::update(
                        conn,
                        Rules::TOUCH,
                        target,
                        &values,
                        operation,
                    )?)?
                    .0
                }
                false => parent,
            };
            let row = Child::of_parts(parent, part);
            Ok(if changed || moved { Outcome::Changed(row) } else { Outcome::Unchanged(row) })
        }))
    }

    fn delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>> {
        whole(crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Child::Parent, _>(conn)?;
            let (found, _) =
                <DB as Writes<Conn, Child::Parent>>::delete(conn, target.clone(), values, operation.in_transaction())?;
            with_part(conn, &target, found)
        }))
    }

    fn restore(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>> {
        whole(crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Child::Parent, _>(conn)?;
            let operation = operation.in_transaction();
            let found =
                <DB as Writes<Conn, Child::Parent>>::restore(conn, Rules::RESTORE, target.clone(), &values, operation)?;
            with_part(conn, &target, found)
        }))
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<Child>> {
        whole(crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Child::Parent, _>(conn)?;
            row_of(found_locked(conn, &target, required)?)?;
            let (part, _) = row_of(part(conn, &target)?)?;
            // The removal of the parent's row also removes the rows that extend it, including this one.
            let (found, _) =
                <DB as Writes<Conn, Child::Parent>>::hard_delete(conn, target, required, operation.in_transaction())?;
            let (parent, _) = row_of(found)?;
            Ok(Outcome::Changed(Child::of_parts(parent, part)))
        }))
    }
}

/// The outcome of a transaction that was rolled back if one of the two rows does not exist, or is not in the required
/// state.
fn whole<T>(done: std::result::Result<Outcome<T>, RolledBack<Outcome<T>>>) -> Result<Outcome<T>> {
    match done {
        Ok(outcome) | Err(RolledBack::Found(outcome)) => Ok(outcome),
        Err(RolledBack::Failed(error)) => Err(error),
    }
}

/// Inserts the rows of the parents, puts their keys into the values of the children, and returns both.
fn insert_parents<DB, Conn, Child>(
    conn: &mut Conn,
    rows: Vec<Halves<Child>>,
    operation: Operation<'_>,
) -> Result<InsertedParents<Child>>
where
    DB: Writes<Conn, Child::Parent>,
    Conn: LoadConnection<Backend = DB>,
    Child: Extends<Parent: ModelOn<DB>>,
{
    let (parents, mut parts): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row.parent, row.part)).unzip();
    lock_table::<Child::Parent, _>(conn)?;
    let parents = <DB as Writes<Conn, Child::Parent>>::create_many(conn, parents, operation)?;
    for (parent, part) in parents.iter().zip(&mut parts) {
        Child::Part::set_foreign_key(part, HoldsKeyOf::of_key(parent.key()));
    }
    Ok((parents, parts))
}

/// Rows of the parent that are written, and values of the child that are not written yet.
type InsertedParents<C> = (Vec<<C as Extends>::Parent>, Vec<<<C as Extends>::Part as Model>::Values>);

/// The row that a write found, and whether it was changed. If there was no row, the whole transaction has that outcome.
fn row_of<Row, T>(found: Outcome<Row>) -> std::result::Result<(Row, bool), RolledBack<Outcome<T>>> {
    Err(RolledBack::Found(match found {
        Outcome::Changed(row) => return Ok((row, true)),
        Outcome::Unchanged(row) => return Ok((row, false)),
        Outcome::NotFound => Outcome::NotFound,
        Outcome::Deleted => Outcome::Deleted,
        Outcome::NotDeleted => Outcome::NotDeleted,
        Outcome::Stale { expected, found } => Outcome::Stale { expected, found },
    }))
}

/// Whether a write sets a column that does not follow every write.
fn sets<M: Model>(values: &M::Values) -> bool {
    !significant(M::META, values.columns()).is_empty()
}

/// The target in the child's table for a target in the parent's table.
fn part_key<Child: Extends>(target: &ByKey<Child::Parent>) -> ByKey<Child::Part> {
    ByKey::new(target.key.clone())
}

/// Reads the row of the child's table.
fn part<Conn, P, Row>(conn: &mut Conn, target: &ByKey<P>) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: Model,
    Row: Model<Key = P::Key> + ModelOn<Conn::Backend>,
{
    found(conn, &ByKey::<Row>::new(target.key.clone()), RequiredState::Any)
}

/// Adds the child's row to the outcome of the parent's row.
fn with_part<Conn, Child>(
    conn: &mut Conn,
    target: &ByKey<Child::Parent>,
    found: Outcome<Child::Parent>,
) -> std::result::Result<Outcome<Child>, RolledBack<Outcome<Child>>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Child: Extends<Part: ModelOn<Conn::Backend>>,
{
    let (parent, _) = row_of(found)?;
    let (part, _) = row_of(part(conn, target)?)?;
    Ok(Outcome::Changed(Child::of_parts(parent, part)))
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/child/run.rs"]
pub(crate) mod twin;
