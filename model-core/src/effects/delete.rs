//! Soft deletions and their cascades: one statement for each table and level.

use crate::effects::clauses::{InBatch, Restored};
use crate::effects::guards::Guards;
use crate::effects::hard_delete::HardDeletesOwned;
use crate::effects::impact::{Effect, Impact};
use crate::effects::touching;
use crate::effects::{Cascade, CascadeWithin, Owned, Restrict, SetNull};
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::model::{DeletionPolicy, Hard, HasDeletionBatch, Model, Soft};
use crate::operation::{Operation, filled};
use crate::query::relations::belongs_to::{BelongsTo, Nullable};
use crate::sql::count::CountRows;
use crate::sql::dialect::Dialect;
use crate::sql::lock::is_nested;
use crate::sql::on::ModelOn;
use crate::sql::rows::{Number, load};
use crate::sql::target::ByFilter;
use crate::values::Values;
use crate::write::backend::StoresSets;
use crate::write::update::Rules;
use diesel::connection::LoadConnection;
use std::borrow::Cow;
use std::marker::PhantomData;
use uuid::Uuid;

/// A deletion policy that can be carried out for rows of `M` and their related rows over a connection.
pub trait Deletes<Conn, M: Model>: DeletionPolicy {
    /// Whether a soft deletion has to check or write related rows.
    const DELETES_OTHERS: bool;
    /// The same of a removal.
    const HARD_DELETES_OTHERS: bool;
    /// Whether rows can belong to a row of `M` at all.
    const OWNS: bool;

    /// Applies the deletion to the rows that belong to the rows of its batch.
    ///
    /// # Errors
    /// [`Error::Restricted`]; database errors.
    fn delete_others(conn: &mut Conn, operation: Operation<'_>) -> Result<Vec<Impact>>;

    /// Restores the rows of a deletion batch that belong to the rows that a restoration has just restored.
    ///
    /// # Errors
    /// [`Error::UniqueViolation`]; database errors.
    fn restore_others(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()>;

    /// Checks that no restored row has a deleted parent.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`]; database errors.
    fn check_others(conn: &mut Conn, restoration: Uuid) -> Result<()>;

    /// The keys of the parents of a row in the same model.
    fn above(row: &M) -> Vec<Cow<'_, M::Key>>;

    /// Refuses when a live row belongs to one of the rows with these keys, or to a row that would be removed with them.
    ///
    /// # Errors
    /// [`Error::Restricted`]; database errors.
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()>;

    /// Applies the removal to the rows that belong to these rows, which are locked and about to be removed. Returns how
    /// many of these rows had to be removed with them, because they lie below rows that belong to others of them.
    ///
    /// # Errors
    /// [`Error::Restricted`]; database errors.
    fn hard_delete_others(conn: &mut Conn, rows: &[M], operation: Operation<'_>) -> Result<(usize, Vec<Impact>)>;
}

impl<Conn, M, O> Deletes<Conn, M> for Soft<O>
where
    M: Model,
    O: DeletesOwned<Conn, M> + HardDeletesOwned<Conn, M> + 'static,
{
    const DELETES_OTHERS: bool = <O as DeletesOwned<Conn, M>>::ANY;
    const HARD_DELETES_OTHERS: bool = <O as HardDeletesOwned<Conn, M>>::ANY;
    const OWNS: bool = O::OWNS;

    fn delete_others(conn: &mut Conn, operation: Operation<'_>) -> Result<Vec<Impact>> {
        let mut count = 0;
        loop {
            match O::delete_level(conn, operation)? {
                0 => break,
                level => count += level,
            }
        }
        let mut impacts = Vec::new();
        if count > 0 {
            impacts.push(Impact::of(M::META.name, count, Effect::Deleted));
        }
        O::delete(conn, operation, &mut impacts)?;
        Ok(impacts)
    }

    fn restore_others(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()> {
        while O::restore_level(conn, deletion, operation)? > 0 {}
        O::restore(conn, deletion, operation)
    }

    fn check_others(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        O::check(conn, restoration)
    }

    fn above(row: &M) -> Vec<Cow<'_, M::Key>> {
        let mut keys = Vec::new();
        O::above(row, &mut keys);
        keys
    }

    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()> {
        O::check_all_live(conn, keys)
    }

    fn hard_delete_others(conn: &mut Conn, rows: &[M], operation: Operation<'_>) -> Result<(usize, Vec<Impact>)> {
        O::hard_delete_all(conn, rows, operation)
    }
}

impl<Conn, M, O> Deletes<Conn, M> for Hard<O>
where
    M: Model,
    O: HardDeletesOwned<Conn, M> + 'static,
{
    const DELETES_OTHERS: bool = false;
    const HARD_DELETES_OTHERS: bool = O::ANY;
    const OWNS: bool = O::OWNS;

    fn delete_others(_: &mut Conn, _: Operation<'_>) -> Result<Vec<Impact>> {
        Ok(Vec::new())
    }

    fn restore_others(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<()> {
        Ok(())
    }

    fn check_others(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }

    fn above(row: &M) -> Vec<Cow<'_, M::Key>> {
        let mut keys = Vec::new();
        O::above(row, &mut keys);
        keys
    }

    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()> {
        O::check_all_live(conn, keys)
    }

    fn hard_delete_others(conn: &mut Conn, rows: &[M], operation: Operation<'_>) -> Result<(usize, Vec<Impact>)> {
        O::hard_delete_all(conn, rows, operation)
    }
}

/// A list of relations to which a soft deletion or restoration of rows of `P` can be applied.
pub trait DeletesOwned<Conn, P: Model> {
    /// Whether the list is not empty.
    const ANY: bool;

    /// Marks the rows of the same model one level below those that are already marked, and counts them.
    ///
    /// # Errors
    /// Database errors.
    fn delete_level(conn: &mut Conn, operation: Operation<'_>) -> Result<usize>;

    /// Runs after a deletion, once all rows of the same model are marked.
    ///
    /// # Errors
    /// As for [`Deletes::delete_others`].
    fn delete(conn: &mut Conn, operation: Operation<'_>, impacts: &mut Vec<Impact>) -> Result<()>;

    /// Restores the rows of the same model one level below those that are already restored, and counts them.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore_level(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize>;

    /// Runs after a restoration, once all rows of the same model are restored.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()>;

    /// Runs at the end of a restoration.
    ///
    /// # Errors
    /// As for [`Deletes::check_others`].
    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()>;
}

impl<Conn, P: Model> DeletesOwned<Conn, P> for () {
    const ANY: bool = false;

    fn delete_level(_: &mut Conn, _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    fn delete(_: &mut Conn, _: Operation<'_>, _: &mut Vec<Impact>) -> Result<()> {
        Ok(())
    }

    fn restore_level(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    fn restore(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<()> {
        Ok(())
    }

    fn check(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }
}

impl<Conn, P, O, Rest> DeletesOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: DeletesRows<Conn, P>,
    Rest: DeletesOwned<Conn, P>,
{
    const ANY: bool = O::TOUCHED || Rest::ANY;

    fn delete_level(conn: &mut Conn, operation: Operation<'_>) -> Result<usize> {
        Ok(O::delete_level(conn, operation)? + Rest::delete_level(conn, operation)?)
    }

    fn delete(conn: &mut Conn, operation: Operation<'_>, impacts: &mut Vec<Impact>) -> Result<()> {
        impacts.extend(O::delete(conn, operation)?);
        Rest::delete(conn, operation, impacts)
    }

    fn restore_level(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize> {
        Ok(O::restore_level(conn, deletion, operation)? + Rest::restore_level(conn, deletion, operation)?)
    }

    fn restore(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()> {
        O::restore(conn, deletion, operation)?;
        Rest::restore(conn, deletion, operation)
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        O::check(conn, restoration)?;
        Rest::check(conn, restoration)
    }
}

/// A relation to which a soft deletion of rows of `P` can be applied.
pub trait DeletesRows<Conn, P: Model> {
    /// Whether a write has to check or write its rows.
    const TOUCHED: bool = true;

    /// Marks the rows of the same model one level below.
    ///
    /// # Errors
    /// Database errors.
    fn delete_level(_: &mut Conn, _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    /// Runs after a deletion.
    ///
    /// # Errors
    /// As for [`Deletes::delete_others`].
    fn delete(_: &mut Conn, _: Operation<'_>) -> Result<Option<Impact>> {
        Ok(None)
    }

    /// Restores the rows of the same model one level below.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore_level(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    /// Runs after a restoration; does nothing unless the deletion cascaded.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<()> {
        Ok(())
    }

    /// Runs at the end of a restoration; does nothing unless the deletion cascaded.
    ///
    /// # Errors
    /// As for [`Deletes::check_others`].
    fn check(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }
}

/// Marks the rows below the marked ones, and counts them.
fn delete_rows<Conn, M, P, C>(conn: &mut Conn, operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    let values = filled::<M>(&operation, Values::fill_delete)?;
    let target = ByFilter::new(InBatch { deletion: operation.deletion, live: true, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(conn, Rules::DELETE, target, values, operation)
}

/// Restores the rows below the restored ones, and counts them.
fn restore_rows<Conn, M, P, C>(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, Restored<M, P, C>>>,
{
    let values = filled::<M>(&operation, Values::fill_restore)?;
    let target = ByFilter::new(Restored { deletion, restoration: operation.deletion, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(conn, Rules::RESTORE, target, values, operation)
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, Cascade>
where
    P: Model,
    M: HasDeletionBatch + BelongsTo<P, C> + Model<Deletion: Deletes<Conn, M>, References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>> + StoresSets<Conn, M, Restored<M, P, C>>>,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        let count = delete_rows::<Conn, M, P, C>(conn, operation)?;
        if count == 0 {
            return Ok(None);
        }
        <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, true)?;
        let children = M::Deletion::delete_others(conn, operation)?;
        Ok(Some(Impact { children, ..Impact::of(M::META.name, count, Effect::Deleted) }))
    }

    fn restore(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()> {
        match restore_rows::<Conn, M, P, C>(conn, deletion, operation)? {
            0 => Ok(()),
            _ => {
                <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, false)?;
                M::Deletion::restore_others(conn, deletion, operation)
            }
        }
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)?;
        M::Deletion::check_others(conn, restoration)
    }
}

/// Goes level by level, together with the other relations to rows of the same model. Rows of other models follow once
/// all these rows are known.
impl<Conn, M, C> DeletesRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    M: HasDeletionBatch + BelongsTo<M, C>,
    M::References: Guards<Conn, M>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, M, C>> + StoresSets<Conn, M, Restored<M, M, C>>>,
{
    fn delete_level(conn: &mut Conn, operation: Operation<'_>) -> Result<usize> {
        let count = delete_rows::<Conn, M, M, C>(conn, operation)?;
        if count > 0 {
            <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, true)?;
        }
        Ok(count)
    }

    fn restore_level(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize> {
        let count = restore_rows::<Conn, M, M, C>(conn, deletion, operation)?;
        if count > 0 {
            <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, false)?;
        }
        Ok(count)
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)
    }
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    C: 'static,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        let clause: InBatch<M, P, C> =
            InBatch { deletion: operation.deletion, live: M::Deletion::SOFT, relation: PhantomData };
        refuse_if_any::<Conn, M, _>(conn, clause).map(|()| None)
    }
}

/// Refuses if a clause selects any row.
pub(crate) fn refuse_if_any<Conn, M, Filter>(conn: &mut Conn, clause: Filter) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    Filter: diesel::query_builder::QueryFragment<Conn::Backend>,
{
    let lock = if is_nested(conn)? { Conn::Backend::COUNT_LOCK } else { "" };
    let counted: Vec<Number> = load(conn, CountRows::<M, Filter>::new(clause).locked(lock))?;
    match counted.first().map_or(0, Number::count) {
        0 => Ok(()),
        count => Err(Error::Restricted { by: M::META.name, count }),
    }
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, SetNull>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        let clause: InBatch<M, P, C> = InBatch { deletion: operation.deletion, live: false, relation: PhantomData };
        detach::<Conn, M, P, C, _>(conn, clause, operation)
    }
}

/// Sets the reference to NULL in the rows that a clause selects.
pub(crate) fn detach<Conn, M, P, C, Filter>(
    conn: &mut Conn,
    clause: Filter,
    operation: Operation<'_>,
) -> Result<Option<Impact>>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, Filter>>,
{
    let operation = operation.as_action(Action::Patch);
    let mut values = M::Values::default();
    M::detach(&mut values);
    operation.fill(|fill| values.fill_patch(fill))?;
    let target = ByFilter::new(clause);
    let count = touching::update_set::<Conn::Backend, Conn, M, Filter>(conn, Rules::PATCH, target, values, operation)?;
    let impact = Impact::of(M::META.name, count, Effect::Detached);
    Ok((count > 0).then_some(impact))
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/delete.rs"]
pub(crate) mod twin;
