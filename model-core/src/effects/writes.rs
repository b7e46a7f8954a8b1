//! Writes with all their effects: they check the parents and cascade to the children.

use crate::effects::clauses::KeysIn;
use crate::effects::delete::Deletes;
use crate::effects::guards::{Guards, GuardsMoves, GuardsTarget, ReferencesOf};
use crate::effects::impact::Impact;
use crate::effects::marking::deletion_of;
use crate::effects::touching::settled;
use crate::effects::written::kept;
use crate::effects::{many, moving, touching};
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::meta::unique::Unique;
use crate::model::writable::is_written;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::operation::rolled_back::RolledBack;
use crate::sql::find::found_locked;
use crate::sql::lock::{lock_table, still_open};
use crate::sql::on::RowOn;
use crate::sql::rows::load_row;
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::{Values, ValuesOf};
use crate::write::backend::{Stores, StoresSets};
use crate::write::insert::overwrite::Overwriting;
use crate::write::insert::{create, slug};
use crate::write::update::Rules;
use crate::write::update::many::Given;
use diesel::connection::LoadConnection;

/// A backend that can write single rows of `Row` over a connection, with all effects.
#[diagnostic::on_unimplemented(
    message = "rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{Row}` and of the models that belong to it",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait Writes<Conn, Row: Manager>: Stores<Conn, Row> {
    /// Whether a write counts up a column of the parents of its rows.
    const TOUCHES: bool;

    /// Takes the write lock before the first read, on a backend where taking it later can fail.
    ///
    /// # Errors
    /// Database errors.
    fn take_lock(conn: &mut Conn) -> Result<()>;

    /// Reads and locks a row: returns [`Outcome::Unchanged`] if it is in the required state, and otherwise the outcome
    /// of the write.
    ///
    /// # Errors
    /// Database errors.
    fn find_locked(conn: &mut Conn, target: &ByKey<Row>, required: RequiredState) -> Result<Outcome<Row>>;

    /// Inserts a row.
    ///
    /// # Errors
    /// Database errors.
    fn create(conn: &mut Conn, values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>;

    /// Inserts rows, in one transaction.
    ///
    /// # Errors
    /// Database errors.
    fn create_many(conn: &mut Conn, rows: Vec<ValuesOf<Row>>, operation: Operation<'_>) -> Result<Vec<Row>>;

    /// Inserts rows, in one transaction, and counts them instead of reading them back.
    ///
    /// # Errors
    /// Database errors.
    fn create_counted(conn: &mut Conn, rows: Vec<ValuesOf<Row>>, operation: Operation<'_>) -> Result<usize>;

    /// Inserts a row, unless a row with the same unique value already exists.
    ///
    /// # Errors
    /// Database errors.
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<Row>>;

    /// Inserts the rows whose unique value no other row has, and returns them.
    ///
    /// # Errors
    /// Database errors.
    fn create_absent(
        conn: &mut Conn,
        rows: Vec<ValuesOf<Row>>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;

    /// Inserts rows, or overwrites those with the same unique values, in groups that set the same columns.
    ///
    /// # Errors
    /// Database errors.
    fn overwrite(
        conn: &mut Conn,
        groups: Vec<(ColumnSet, Vec<ValuesOf<Row>>)>,
        how: Overwriting,
        operation: Operation<'_>,
    ) -> Result<()>;

    /// Changes a row.
    ///
    /// # Errors
    /// Database errors.
    fn patch(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>>;

    /// Changes live rows, each to its own values, and counts those that differ.
    ///
    /// # Errors
    /// Database errors.
    fn patch_many(conn: &mut Conn, rows: Vec<Given<Row::Model>>, operation: Operation<'_>) -> Result<usize>;

    /// Marks a row as deleted, and cascades.
    ///
    /// # Errors
    /// Database errors.
    fn delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<(Outcome<Row>, Vec<Impact>)>;

    /// Restores a row and the other rows of its deletion, and may set values.
    ///
    /// # Errors
    /// Database errors.
    fn restore(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>>;

    /// Removes a row, after the rows that belong to it.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<(Outcome<Row>, Vec<Impact>)>;
}

/// What belongs to rows of `Row`.
pub(crate) type DeletionOf<Row> = <<Row as Manager>::Model as Model>::Deletion;

#[diagnostic::do_not_recommend]
impl<DB, Conn, Row> Writes<Conn, Row> for DB
where
    DB: Stores<Conn, Row> + StoresSets<Conn, <Row as Manager>::Model, KeysIn<<Row as Manager>::Model>>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    DeletionOf<Row>: Deletes<Conn, Row::Model>,
    ReferencesOf<Row>:
        Guards<Conn, Row::Model> + GuardsTarget<Conn, Row::Model, ByKey<Row>> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    const TOUCHES: bool = {
        is_written::<Row>();
        <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES
    };

    fn take_lock(conn: &mut Conn) -> Result<()> {
        lock_table::<Row::Model, _>(conn)
    }

    fn find_locked(conn: &mut Conn, target: &ByKey<Row>, required: RequiredState) -> Result<Outcome<Row>> {
        const { is_written::<Row>() };
        lock_table::<Row::Model, _>(conn)?;
        found_locked(conn, target, required.of::<Row::Model>())
    }

    fn create(conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row> {
        const { is_written::<Row>() };
        if !ReferencesOf::<Row>::any_set(std::slice::from_ref(&values)) {
            return create::create(conn, values, operation);
        }
        if let Some(row) =
            create_one_checking_parents::<DB, Conn, Row>(conn, std::slice::from_mut(&mut values), operation)?
        {
            return Ok(row);
        }
        // The statement above also fails when a parent is deleted: this check finds out which.
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            ReferencesOf::<Row>::check_new(conn, std::slice::from_ref(&values))?;
            let created = create::create(conn, values, operation.in_transaction());
            kept::<Row::Model, _, _>(conn, created)
        })
    }

    fn create_many(conn: &mut Conn, mut rows: Vec<ValuesOf<Row>>, operation: Operation<'_>) -> Result<Vec<Row>> {
        const { is_written::<Row>() };
        if !ReferencesOf::<Row>::any_set(&rows) {
            return many::create(conn, rows, operation);
        }
        if let Some(row) = create_one_checking_parents::<DB, Conn, Row>(conn, &mut rows, operation)? {
            return Ok(vec![row]);
        }
        // The statement above also fails when a parent is deleted: this check finds out which.
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            ReferencesOf::<Row>::check_new(conn, &rows)?;
            let created = many::create(conn, rows, operation.in_transaction());
            kept::<Row::Model, _, _>(conn, created)
        })
    }

    fn create_counted(conn: &mut Conn, mut rows: Vec<ValuesOf<Row>>, operation: Operation<'_>) -> Result<usize> {
        const { is_written::<Row>() };
        if !ReferencesOf::<Row>::any_set(&rows) {
            return create::create_counted::<_, _, Row>(conn, rows, operation);
        }
        if create_one_checking_parents::<DB, Conn, Row>(conn, &mut rows, operation)?.is_some() {
            return Ok(1);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            ReferencesOf::<Row>::check_new(conn, &rows)?;
            let created = create::create_counted::<_, _, Row>(conn, rows, operation.in_transaction());
            kept::<Row::Model, _, _>(conn, created)
        })
    }

    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<Row>> {
        const { is_written::<Row>() };
        let rows = std::slice::from_ref(values);
        if !ReferencesOf::<Row>::any_set(rows) {
            return DB::create_if_absent(conn, values, unique, operation);
        }
        let created = crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            ReferencesOf::<Row>::check_new(conn, rows)?;
            let created = DB::create_if_absent(conn, values, unique, operation);
            match kept::<Row::Model, _, _>(conn, created)? {
                // No row was created, so no parent counts one.
                None if const { <Self as Writes<Conn, Row>>::TOUCHES } => Err(RolledBack::Found(None)),
                created => Ok(created),
            }
        });
        settled(created)
    }

    fn create_absent(
        conn: &mut Conn,
        rows: Vec<ValuesOf<Row>>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        const { is_written::<Row>() };
        many::create_absent::<DB, Conn, Row>(conn, &rows, unique, operation)
    }

    fn overwrite(
        conn: &mut Conn,
        groups: Vec<(ColumnSet, Vec<ValuesOf<Row>>)>,
        how: Overwriting,
        operation: Operation<'_>,
    ) -> Result<()> {
        const { is_written::<Row>() };
        many::overwrite::<DB, Conn, Row>(conn, groups, how, operation)
    }

    fn patch(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        // The constant spares a model without references the code below.
        if const { <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::COUNT == 0 }
            || !<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::any_moved(values)
        {
            if const { <Self as Writes<Conn, Row>>::TOUCHES } {
                return touching::update::<DB, Conn, Row>(conn, Rules::PATCH, target, values, operation);
            }
            return <DB as Stores<Conn, Row>>::update(conn, Rules::PATCH, target, values, operation);
        }
        if const { <Self as Writes<Conn, Row>>::TOUCHES } {
            return touching::patch_moved::<DB, Conn, Row>(conn, target, values, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            moving::patch::<DB, Conn, Row>(conn, target, values, operation.in_transaction())
        })
    }

    fn patch_many(conn: &mut Conn, rows: Vec<Given<Row::Model>>, operation: Operation<'_>) -> Result<usize> {
        const { is_written::<Row>() };
        many::patch::<DB, Conn, Row>(conn, rows, operation)
    }

    fn delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<(Outcome<Row>, Vec<Impact>)> {
        if const { !DeletionOf::<Row>::DELETES_OTHERS } {
            let outcome = if const { <Self as Writes<Conn, Row>>::TOUCHES } {
                touching::update::<DB, Conn, Row>(conn, Rules::DELETE, target, &values, operation)?
            } else {
                <DB as Stores<Conn, Row>>::update(conn, Rules::DELETE, target, &values, operation)?
            };
            return Ok((outcome, Vec::new()));
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let outcome = <DB as Stores<Conn, Row>>::update(conn, Rules::DELETE, target, &values, operation)?;
            if const { <Self as Writes<Conn, Row>>::TOUCHES } {
                touching::touch_changed(conn, &outcome)?;
            }
            let impacts = match &outcome {
                Outcome::Changed(row) => {
                    DeletionOf::<Row>::check_restricted(conn, &[row.as_model().key()])?;
                    DeletionOf::<Row>::delete_others(conn, operation)?
                }
                _ => Vec::new(),
            };
            still_open(conn)?;
            Ok((outcome, impacts))
        })
    }

    fn restore(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        let checked = ReferencesOf::<Row>::any() || ReferencesOf::<Row>::any_set(std::slice::from_ref(values));
        if const { !DeletionOf::<Row>::DELETES_OTHERS } && !checked {
            if const { <Self as Writes<Conn, Row>>::TOUCHES } {
                return touching::update::<DB, Conn, Row>(conn, kind, target, values, operation);
            }
            return <DB as Stores<Conn, Row>>::update(conn, kind, target, values, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let deletion = match DeletionOf::<Row>::DELETES_OTHERS {
                true => load_row(conn, Select::<Row::Model, _>::locked(&target))?.and_then(deletion_of::<Row::Model>),
                false => None,
            };
            let this = ByKey::new(target.key.clone());
            let outcome = <DB as Stores<Conn, Row>>::update(conn, kind, target, values, operation)?;
            if const { <Self as Writes<Conn, Row>>::TOUCHES } {
                touching::touch_changed(conn, &outcome)?;
            }
            if let Outcome::Changed(_) = &outcome {
                if let Some(deletion) = deletion {
                    DeletionOf::<Row>::restore_others(conn, deletion, operation)?;
                }
                // The check runs last, because a row may belong to a row that is restored with it.
                ReferencesOf::<Row>::check_target(conn, &this, values.columns())?;
                if deletion.is_some() {
                    DeletionOf::<Row>::check_others(conn, operation.deletion)?;
                }
            }
            still_open(conn)?;
            Ok(outcome)
        })
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<(Outcome<Row>, Vec<Impact>)> {
        if const { !DeletionOf::<Row>::HARD_DELETES_OTHERS && !<Self as Writes<Conn, Row>>::TOUCHES } {
            return Ok((<DB as Stores<Conn, Row>>::hard_delete(conn, target, required, operation)?, Vec::new()));
        }
        let removed = crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let row: Option<Row::Model> = load_row(conn, Select::<Row::Model, _>::locked(&target))?;
            let Some(row) = row else { return Ok((Outcome::NotFound, Vec::new())) };
            let (_, impacts) = DeletionOf::<Row>::hard_delete_others(conn, std::slice::from_ref(&row), operation)?;
            match <DB as Stores<Conn, Row>>::hard_delete(conn, target, required, operation)? {
                Outcome::Changed(row) => {
                    if const { <Self as Writes<Conn, Row>>::TOUCHES } {
                        ReferencesOf::<Row>::touch(conn, &[row.as_model()], &[])?;
                    }
                    still_open(conn)?;
                    Ok((Outcome::Changed(row), impacts))
                }
                // The row is not in the required state, so the rows that belong to it stay too.
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

/// Inserts a single row with one statement that also checks its parents, if the backend can do that.
fn create_one_checking_parents<DB, Conn, Row>(
    conn: &mut Conn,
    rows: &mut [ValuesOf<Row>],
    operation: Operation<'_>,
) -> Result<Option<Row>>
where
    DB: Stores<Conn, Row>,
    Row: Manager,
    ReferencesOf<Row>: Guards<Conn, Row::Model>,
{
    match rows {
        [row]
            if DB::RETURNING
                && !const { <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES }
                && slug::wanted::<Row::Model>(row).is_none() =>
        {
            DB::create_checking_parents(conn, row, operation)
        }
        _ => Ok(None),
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/writes.rs"]
pub(crate) mod twin;
