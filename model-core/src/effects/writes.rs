//! Writes with all their effects: they check the parents and cascade to the children.

use crate::effects::clauses::KeysIn;
use crate::effects::delete::Deletes;
use crate::effects::guards::{Guards, GuardsTarget};
use crate::effects::impact::Impact;
use crate::meta::Role;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::meta::unique::Unique;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::operation::rolled_back::RolledBack;
use crate::sql::find::found_locked;
use crate::sql::lock::lock_table;
use crate::sql::on::RowOn;
use crate::sql::rows::load_row;
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::{Values, ValuesOf};
use crate::write::backend::{Stores, StoresSets};
use crate::write::insert::{create, slug};
use crate::write::update::Rules;
use diesel::connection::LoadConnection;

/// A backend that can write single rows of `R` over a connection, with all effects.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{R}` and of the models that belong to it",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend has to be PostgreSQL, SQLite or MySQL: match on an enum with `#[derive(MultiConnection)]`, and \
            run the write over the connection in it"
)]
pub trait Writes<Conn, R: Manager>: Stores<Conn, R> {
    /// Takes the write lock before the first read, on a backend where taking it later can fail.
    ///
    /// # Errors
    /// Those of the database.
    fn take_lock(conn: &mut Conn) -> Result<()>;

    /// Reads and locks a row: returns [`Outcome::Unchanged`] if it is in the required state, and otherwise the outcome
    /// of the write.
    ///
    /// # Errors
    /// Those of the database.
    fn find_locked(conn: &mut Conn, target: &ByKey<R>, required: RequiredState) -> Result<Outcome<R>>;

    /// Inserts a row.
    ///
    /// # Errors
    /// Those of the database.
    fn create(conn: &mut Conn, values: ValuesOf<R>, operation: Operation<'_>) -> Result<R>;

    /// Inserts rows, in one transaction.
    ///
    /// # Errors
    /// Those of the database.
    fn create_many(conn: &mut Conn, rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<Vec<R>>;

    /// Inserts rows, in one transaction, and counts them instead of reading them back.
    ///
    /// # Errors
    /// Those of the database.
    fn create_counted(conn: &mut Conn, rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<usize>;

    /// Inserts a row, unless a row with the same unique value already exists.
    ///
    /// # Errors
    /// Those of the database.
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<R>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<R>>;

    /// Changes a row.
    ///
    /// # Errors
    /// Those of the database.
    fn patch(conn: &mut Conn, target: ByKey<R>, values: &ValuesOf<R>, operation: Operation<'_>) -> Result<Outcome<R>>;

    /// Marks a row as deleted, and cascades.
    ///
    /// # Errors
    /// Those of the database.
    fn delete(
        conn: &mut Conn,
        target: ByKey<R>,
        values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<(Outcome<R>, Vec<Impact>)>;

    /// Restores a row and the other rows of its deletion, and may set values.
    ///
    /// # Errors
    /// Those of the database.
    fn restore(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<R>,
        values: &ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>>;

    /// Removes a row, after the rows that belong to it.
    ///
    /// # Errors
    /// Those of the database.
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<R>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<(Outcome<R>, Vec<Impact>)>;
}

/// What belongs to rows of `R`.
pub(crate) type DeletionOf<R> = <<R as Manager>::Model as Model>::Deletion;
/// What rows of `R` belong to.
pub(crate) type ReferencesOf<R> = <<R as Manager>::Model as Model>::References;

#[diagnostic::do_not_recommend]
impl<DB, Conn, R> Writes<Conn, R> for DB
where
    DB: Stores<Conn, R> + StoresSets<Conn, <R as Manager>::Model, KeysIn<<R as Manager>::Model>>,
    Conn: LoadConnection<Backend = DB>,
    R: RowOn<DB>,
    DeletionOf<R>: Deletes<Conn, R::Model>,
    ReferencesOf<R>: Guards<Conn, R::Model> + GuardsTarget<Conn, R::Model, ByKey<R>>,
{
    fn take_lock(conn: &mut Conn) -> Result<()> {
        lock_table::<R::Model, _>(conn)
    }

    fn find_locked(conn: &mut Conn, target: &ByKey<R>, required: RequiredState) -> Result<Outcome<R>> {
        lock_table::<R::Model, _>(conn)?;
        found_locked(conn, target, required.of::<R::Model>())
    }

    fn create(conn: &mut Conn, mut values: ValuesOf<R>, operation: Operation<'_>) -> Result<R> {
        if !ReferencesOf::<R>::any_set(std::slice::from_ref(&values)) {
            return create::create(conn, values, operation);
        }
        if let Some(row) =
            create_one_checking_parents::<DB, Conn, R>(conn, std::slice::from_mut(&mut values), operation)?
        {
            return Ok(row);
        }
        // The statement above also fails when a parent is deleted: this check finds out which.
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            ReferencesOf::<R>::check_values(conn, std::slice::from_ref(&values))?;
            create::create(conn, values, operation.in_transaction())
        })
    }

    fn create_many(conn: &mut Conn, mut rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<Vec<R>> {
        if !ReferencesOf::<R>::any_set(&rows) {
            return create_rows(conn, rows, operation);
        }
        if let Some(row) = create_one_checking_parents::<DB, Conn, R>(conn, &mut rows, operation)? {
            return Ok(vec![row]);
        }
        // The statement above also fails when a parent is deleted: this check finds out which.
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            ReferencesOf::<R>::check_values(conn, &rows)?;
            create_rows(conn, rows, operation.in_transaction())
        })
    }

    fn create_counted(conn: &mut Conn, mut rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<usize> {
        if !ReferencesOf::<R>::any_set(&rows) {
            return create::create_counted::<_, _, R>(conn, rows, operation);
        }
        if create_one_checking_parents::<DB, Conn, R>(conn, &mut rows, operation)?.is_some() {
            return Ok(1);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            ReferencesOf::<R>::check_values(conn, &rows)?;
            create::create_counted::<_, _, R>(conn, rows, operation.in_transaction())
        })
    }

    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<R>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<R>> {
        let rows = std::slice::from_ref(values);
        if !ReferencesOf::<R>::any_set(rows) {
            return DB::create_if_absent(conn, values, unique, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            ReferencesOf::<R>::check_values(conn, rows)?;
            DB::create_if_absent(conn, values, unique, operation)
        })
    }

    fn patch(conn: &mut Conn, target: ByKey<R>, values: &ValuesOf<R>, operation: Operation<'_>) -> Result<Outcome<R>> {
        let rows = std::slice::from_ref(values);
        if !ReferencesOf::<R>::any_set(rows) {
            return <DB as Stores<Conn, R>>::update(conn, Rules::PATCH, target, values, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            ReferencesOf::<R>::check_values(conn, rows)?;
            <DB as Stores<Conn, R>>::update(conn, Rules::PATCH, target, values, operation.in_transaction())
        })
    }

    fn delete(
        conn: &mut Conn,
        target: ByKey<R>,
        values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<(Outcome<R>, Vec<Impact>)> {
        if !DeletionOf::<R>::DELETES_OTHERS {
            let outcome = <DB as Stores<Conn, R>>::update(conn, Rules::DELETE, target, &values, operation)?;
            return Ok((outcome, Vec::new()));
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let outcome = <DB as Stores<Conn, R>>::update(conn, Rules::DELETE, target, &values, operation)?;
            let impacts = match outcome {
                Outcome::Changed(_) => DeletionOf::<R>::delete_others(conn, operation)?,
                _ => Vec::new(),
            };
            Ok((outcome, impacts))
        })
    }

    fn restore(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<R>,
        values: &ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>> {
        if !DeletionOf::<R>::DELETES_OTHERS && !ReferencesOf::<R>::any() {
            return <DB as Stores<Conn, R>>::update(conn, kind, target, values, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let deletion = match DeletionOf::<R>::DELETES_OTHERS {
                true => load_row(conn, Select::<R::Model, _>::locked(&target))?.and_then(deletion_of::<R::Model>),
                false => None,
            };
            let this = ByKey::new(target.key.clone());
            let outcome = <DB as Stores<Conn, R>>::update(conn, kind, target, values, operation)?;
            if let Outcome::Changed(_) = &outcome {
                if let Some(deletion) = deletion {
                    DeletionOf::<R>::restore_others(conn, deletion, operation)?;
                }
                // The check runs last, because a row may belong to a row that is restored with it.
                ReferencesOf::<R>::check_target(conn, &this)?;
                if deletion.is_some() {
                    DeletionOf::<R>::check_others(conn, operation.deletion)?;
                }
            }
            Ok(outcome)
        })
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<R>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<(Outcome<R>, Vec<Impact>)> {
        if !DeletionOf::<R>::HARD_DELETES_OTHERS {
            return Ok((<DB as Stores<Conn, R>>::hard_delete(conn, target, required, operation)?, Vec::new()));
        }
        let removed = crate::sql::lock::transaction(conn, |conn| {
            lock_table::<R::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let row: Option<R::Model> = load_row(conn, Select::<R::Model, _>::locked(&target))?;
            if row.is_none() {
                return Ok((Outcome::NotFound, Vec::new()));
            }
            let impacts = DeletionOf::<R>::hard_delete_others(conn, std::slice::from_ref(&target.key), operation)?;
            match <DB as Stores<Conn, R>>::hard_delete(conn, target, required, operation)? {
                Outcome::Changed(row) => Ok((Outcome::Changed(row), impacts)),
                // The row is not in the required state, so the rows that belong to it stay as well.
                found => Err(RolledBack::Found(found)),
            }
        });
        match removed {
            Ok(removed) => Ok(removed),
            Err(RolledBack::Found(found)) => Ok((found, Vec::new())),
            Err(RolledBack::Failed(error)) => Err(error),
        }
    }
}

fn create_rows<DB, Conn, R>(conn: &mut Conn, mut rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<Vec<R>>
where
    DB: Stores<Conn, R>,
    Conn: LoadConnection<Backend = DB>,
    R: RowOn<DB>,
{
    match (rows.len(), rows.pop()) {
        (1, Some(row)) => Ok(vec![create::create(conn, row, operation)?]),
        (_, last) => {
            rows.extend(last);
            create::create_many(conn, rows, operation)
        }
    }
}

/// Inserts a single row with one statement that also checks its parents, if the backend can do that.
fn create_one_checking_parents<DB, Conn, R>(
    conn: &mut Conn,
    rows: &mut [ValuesOf<R>],
    operation: Operation<'_>,
) -> Result<Option<R>>
where
    DB: Stores<Conn, R>,
    R: Manager,
{
    match rows {
        [row] if DB::RETURNING && slug::wanted::<R::Model>(row).is_none() => {
            DB::create_checking_parents(conn, row, operation)
        }
        _ => Ok(None),
    }
}

/// The deletion that took a row.
pub(crate) fn deletion_of<M: Model>(row: M) -> Option<uuid::Uuid> {
    let mut columns = ColumnSet::default();
    columns.insert(M::META.with_role(Role::DeletionBatch)?);
    M::Values::of_row(row, columns).deletion_batch()
}
