//! Soft deletions and their cascades: one statement for each table and level.

use crate::effects::hard_delete::HardDeletesOwned;
use crate::effects::impact::{Effect, Impact};
use crate::meta::error::Result;
use crate::model::{DeletionPolicy, Hard, Model, Soft};
use crate::operation::Operation;
use std::borrow::Cow;
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
    /// [`Error::Restricted`](crate::Error::Restricted); database errors.
    fn delete_others(conn: &mut Conn, operation: Operation<'_>) -> Result<Vec<Impact>>;

    /// Refuses when a row belongs to one of the rows with these keys, which were marked, and must not: for a model that
    /// records no batch.
    ///
    /// # Errors
    /// [`Error::Restricted`](crate::Error::Restricted); database errors.
    fn check_restricted(conn: &mut Conn, keys: &[M::Key]) -> Result<()>;

    /// Restores the rows of a deletion batch that belong to the rows that a restoration has just restored.
    ///
    /// # Errors
    /// [`Error::UniqueViolation`](crate::Error::UniqueViolation); database errors.
    fn restore_others(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()>;

    /// Checks that no restored row has a deleted parent.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`](crate::Error::ParentDeleted); database errors.
    fn check_others(conn: &mut Conn, restoration: Uuid) -> Result<()>;

    /// The keys of the parents of a row in the same model.
    fn above(row: &M) -> Vec<Cow<'_, M::Key>>;

    /// Refuses when a live row belongs to one of the rows with these keys, or to a row that would be removed with them.
    ///
    /// # Errors
    /// [`Error::Restricted`](crate::Error::Restricted); database errors.
    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()>;

    /// Applies the removal to the rows that belong to these rows, which are locked and about to be removed. Returns how
    /// many of these rows had to be removed with them, because they lie below rows that belong to others of them.
    ///
    /// # Errors
    /// [`Error::Restricted`](crate::Error::Restricted); database errors.
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

    fn check_restricted(conn: &mut Conn, keys: &[M::Key]) -> Result<()> {
        O::check_restricted(conn, keys)
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

    fn check_restricted(_: &mut Conn, _: &[M::Key]) -> Result<()> {
        Ok(())
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

    /// Does the same as [`Deletes::check_restricted`].
    ///
    /// # Errors
    /// As there.
    fn check_restricted(conn: &mut Conn, keys: &[P::Key]) -> Result<()>;

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

    fn check_restricted(_: &mut Conn, _: &[P::Key]) -> Result<()> {
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

    fn check_restricted(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        O::check_restricted(conn, keys)?;
        Rest::check_restricted(conn, keys)
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

    /// Refuses when a row belongs to one of these rows, if it must not; does nothing where a batch finds it.
    ///
    /// # Errors
    /// As for [`Deletes::check_restricted`].
    fn check_restricted(_: &mut Conn, _: &[P::Key]) -> Result<()> {
        Ok(())
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

#[cfg(feature = "async")]
#[path = "../../twins/effects/delete.rs"]
pub(crate) mod twin;
