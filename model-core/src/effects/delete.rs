//! Deletions that mark, and what they take along: one statement for each table and level.

use crate::effects::clauses::{InBatch, Restored};
use crate::effects::guards::Guards;
use crate::effects::hard_delete::HardDeletesOwned;
use crate::effects::impact::{Effect, Impact};
use crate::effects::{Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull, Unlink};
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
use crate::write::update::{DeleteKind, PatchKind, RestoreKind, UpdateKind};
use diesel::connection::LoadConnection;
use std::marker::PhantomData;
use uuid::Uuid;

/// A deletion policy that can be carried out for rows of `M` over a connection, with all that goes along.
pub trait Deletes<Conn, M: Model>: DeletionPolicy {
    /// Whether a deletion that marks has to look at other rows.
    const DELETES_OTHERS: bool;
    /// Whether a removal has to look at other rows.
    const HARD_DELETES_OTHERS: bool;
    /// Whether others may belong to a row at all.
    const OWNS: bool;

    /// Deals with the rows that belong to rows which a deletion has just taken.
    ///
    /// # Errors
    /// [`Error::Restricted`]; those of the database.
    fn delete_others(conn: &mut Conn, operation: Operation<'_>) -> Result<Vec<Impact>>;

    /// Brings back the rows that a deletion took, under those that a restoration has just brought back.
    ///
    /// # Errors
    /// [`Error::UniqueViolation`]; those of the database.
    fn restore_others(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()>;

    /// Checks that no row which a restoration brought back has a deleted parent.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`]; those of the database.
    fn check_others(conn: &mut Conn, restoration: Uuid) -> Result<()>;

    /// The keys of the rows of the same model that a row belongs to.
    fn above(row: &M) -> Vec<&M::Key>;

    /// Refuses when a live row belongs to one of the rows with these keys, or to what would go along with them.
    ///
    /// # Errors
    /// [`Error::Restricted`]; those of the database.
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()>;

    /// Deals with the rows that belong to the rows with these keys, which are locked and about to be removed.
    ///
    /// # Errors
    /// [`Error::Restricted`]; those of the database.
    fn hard_delete_others(conn: &mut Conn, keys: &[M::Key], operation: Operation<'_>) -> Result<Vec<Impact>>;
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
            impacts.push(Impact { model: M::META.name, count, effect: Effect::Deleted, children: Vec::new() });
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

    fn above(row: &M) -> Vec<&M::Key> {
        let mut keys = Vec::new();
        O::above(row, &mut keys);
        keys
    }

    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()> {
        O::check_all_live(conn, keys)
    }

    fn hard_delete_others(conn: &mut Conn, keys: &[M::Key], operation: Operation<'_>) -> Result<Vec<Impact>> {
        O::hard_delete_all(conn, keys, operation)
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

    fn above(row: &M) -> Vec<&M::Key> {
        let mut keys = Vec::new();
        O::above(row, &mut keys);
        keys
    }

    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()> {
        O::check_all_live(conn, keys)
    }

    fn hard_delete_others(conn: &mut Conn, keys: &[M::Key], operation: Operation<'_>) -> Result<Vec<Impact>> {
        O::hard_delete_all(conn, keys, operation)
    }
}

/// A list of relations, of which each can be dealt with when rows of `P` are marked as deleted, or no longer.
pub trait DeletesOwned<Conn, P: Model> {
    /// Whether there is one.
    const ANY: bool;

    /// Marks the rows of the same model one level below those that the deletion has taken, and counts them.
    ///
    /// # Errors
    /// Those of the database.
    fn delete_level(conn: &mut Conn, operation: Operation<'_>) -> Result<usize>;

    /// After a deletion, once the rows of the same model are all known.
    ///
    /// # Errors
    /// As for [`Deletes::delete_others`].
    fn delete(conn: &mut Conn, operation: Operation<'_>, impacts: &mut Vec<Impact>) -> Result<()>;

    /// Brings back the rows of the same model one level below those that the restoration has brought back, and counts
    /// them.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore_level(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize>;

    /// After a restoration, once the rows of the same model are all back.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()>;

    /// At the end of a restoration.
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

/// A relation that can be dealt with when rows of `P` are marked as deleted.
pub trait DeletesRows<Conn, P: Model> {
    /// Whether it has to be looked at.
    const TOUCHED: bool = true;

    /// Marks the rows of the same model one level below.
    ///
    /// # Errors
    /// Those of the database.
    fn delete_level(_: &mut Conn, _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    /// After a deletion.
    ///
    /// # Errors
    /// As for [`Deletes::delete_others`].
    fn delete(_: &mut Conn, _: Operation<'_>) -> Result<Option<Impact>> {
        Ok(None)
    }

    /// Brings back the rows of the same model one level below.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore_level(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    /// After a restoration: nothing, unless the deletion took them along.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn restore(_: &mut Conn, _: Uuid, _: Operation<'_>) -> Result<()> {
        Ok(())
    }

    /// At the end of a restoration: nothing, unless it brought them back.
    ///
    /// # Errors
    /// As for [`Deletes::check_others`].
    fn check(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }
}

/// Marks the rows under those that the deletion has taken, and counts them.
fn delete_rows<Conn, M, P, C>(conn: &mut Conn, operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    let values = filled::<M>(&operation, Values::fill_delete)?;
    let target = ByFilter::new(InBatch { deletion: operation.deletion, live: true, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(conn, DeleteKind::RULES, target, values, operation)
}

/// Brings rows back under those that the restoration has brought back, and counts them.
fn restore_rows<Conn, M, P, C>(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, Restored<M, P, C>>>,
{
    let values = filled::<M>(&operation, Values::fill_restore)?;
    let target = ByFilter::new(Restored { deletion, restoration: operation.deletion, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(conn, RestoreKind::RULES, target, values, operation)
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
        let children = M::Deletion::delete_others(conn, operation)?;
        Ok(Some(Impact { model: M::META.name, count, effect: Effect::Deleted, children }))
    }

    fn restore(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()> {
        match restore_rows::<Conn, M, P, C>(conn, deletion, operation)? {
            0 => Ok(()),
            _ => M::Deletion::restore_others(conn, deletion, operation),
        }
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)?;
        M::Deletion::check_others(conn, restoration)
    }
}

/// Level by level, together with the other relations to rows of the same model. What else belongs to the rows is dealt with
/// once they are all known.
impl<Conn, M, C> DeletesRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    M: HasDeletionBatch + BelongsTo<M, C>,
    M::References: Guards<Conn, M>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, M, C>> + StoresSets<Conn, M, Restored<M, M, C>>>,
{
    fn delete_level(conn: &mut Conn, operation: Operation<'_>) -> Result<usize> {
        delete_rows::<Conn, M, M, C>(conn, operation)
    }

    fn restore_level(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize> {
        restore_rows::<Conn, M, M, C>(conn, deletion, operation)
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

/// Refuses when there is a row that a clause finds.
pub(crate) fn refuse_if_any<Conn, M, W>(conn: &mut Conn, clause: W) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
    W: diesel::query_builder::QueryFragment<Conn::Backend>,
{
    let lock = if is_nested(conn)? { Conn::Backend::COUNT_LOCK } else { "" };
    let counted: Vec<Number> = load(conn, CountRows::<M, W>::new(clause).locked(lock))?;
    match counted.first().map_or(0, Number::count) {
        0 => Ok(()),
        count => Err(Error::Restricted { by: M::META.name, count }),
    }
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, SetNull>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        let clause: InBatch<M, P, C> = InBatch { deletion: operation.deletion, live: false, relation: PhantomData };
        detach::<Conn, M, P, C, _>(conn, clause, operation)
    }
}

/// Takes the reference out of the rows that a clause finds.
pub(crate) fn detach<Conn, M, P, C, W>(conn: &mut Conn, clause: W, operation: Operation<'_>) -> Result<Option<Impact>>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, W>>,
{
    let operation = operation.as_action(Action::Patch);
    let mut values = M::Values::default();
    M::set_foreign_key(&mut values, Nullable::null());
    operation.fill(|fill| values.fill_patch(fill))?;
    let count = <Conn::Backend as StoresSets<Conn, M, W>>::update(
        conn,
        PatchKind::RULES,
        ByFilter::new(clause),
        values,
        operation,
    )?;
    let impact = Impact { model: M::META.name, count, effect: Effect::Detached, children: Vec::new() };
    Ok((count > 0).then_some(impact))
}

/// Rows that are left alone.
macro_rules! left {
    ($policy:ident) => {
        impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, $policy>
        where
            P: Model,
        {
            const TOUCHED: bool = false;

            fn delete(_: &mut Conn, _: Operation<'_>) -> Result<Option<Impact>> {
                Ok(None)
            }
        }
    };
}

left!(Keep);
left!(Unlink);
