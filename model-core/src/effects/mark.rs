//! Deletions that mark, and what they take along: one statement for each table and level.

use crate::effects::clauses::{InBatch, Restored};
use crate::effects::guard::Guards;
use crate::effects::remove::RemovesOwned;
use crate::effects::taken::{Fate, Taken};
use crate::effects::{Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull, Unlink};
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::model::{DeletionPolicy, Hard, HasDeletionBatch, Model, Soft};
use crate::operation::Entry;
use crate::operation::marked;
use crate::query::relations::belongs_to::{BelongsTo, Nullable};
use crate::sql::count::Count;
use crate::sql::dialect::Dialect;
use crate::sql::lock::is_nested;
use crate::sql::on::ModelOn;
use crate::sql::rows::{Number, load};
use crate::sql::target::ByFilter;
use crate::values::Values;
use crate::write::backend::StoresSets;
use diesel::connection::LoadConnection;
use std::marker::PhantomData;
use uuid::Uuid;

/// A deletion policy that can be carried out for rows of `M` over a connection, with all that goes along.
pub trait Deletes<Conn, M: Model>: DeletionPolicy {
    /// Whether a deletion that marks has to look at other rows.
    const MARKS_OTHERS: bool;
    /// Whether a removal has to look at other rows.
    const REMOVES_OTHERS: bool;
    /// Whether others may belong to a row at all.
    const OWNS: bool;

    /// Deals with the rows that belong to rows which a deletion has just taken.
    ///
    /// # Errors
    /// [`Error::Restricted`]; those of the database.
    fn mark_others(conn: &mut Conn, entry: Entry<'_>) -> Result<Vec<Taken>>;

    /// Brings back the rows that a deletion took, under those that a restoration has just brought back.
    ///
    /// # Errors
    /// [`Error::UniqueViolation`]; those of the database.
    fn restore_others(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<()>;

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
    fn remove_others(conn: &mut Conn, keys: &[M::Key], entry: Entry<'_>) -> Result<Vec<Taken>>;
}

impl<Conn, M, O> Deletes<Conn, M> for Soft<O>
where
    M: Model,
    O: MarksOwned<Conn, M> + RemovesOwned<Conn, M> + 'static,
{
    const MARKS_OTHERS: bool = <O as MarksOwned<Conn, M>>::ANY;
    const REMOVES_OTHERS: bool = <O as RemovesOwned<Conn, M>>::ANY;
    const OWNS: bool = O::OWNS;

    fn mark_others(conn: &mut Conn, entry: Entry<'_>) -> Result<Vec<Taken>> {
        let mut count = 0;
        loop {
            match O::mark_level(conn, entry)? {
                0 => break,
                level => count += level,
            }
        }
        let mut taken = Vec::new();
        if count > 0 {
            taken.push(Taken { model: M::META.name, count, fate: Fate::Deleted, along: Vec::new() });
        }
        O::mark(conn, entry, &mut taken)?;
        Ok(taken)
    }

    fn restore_others(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<()> {
        while O::bring_back_level(conn, deletion, entry)? > 0 {}
        O::bring_back(conn, deletion, entry)
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

    fn remove_others(conn: &mut Conn, keys: &[M::Key], entry: Entry<'_>) -> Result<Vec<Taken>> {
        O::remove_all(conn, keys, entry)
    }
}

impl<Conn, M, O> Deletes<Conn, M> for Hard<O>
where
    M: Model,
    O: RemovesOwned<Conn, M> + 'static,
{
    const MARKS_OTHERS: bool = false;
    const REMOVES_OTHERS: bool = O::ANY;
    const OWNS: bool = O::OWNS;

    fn mark_others(_: &mut Conn, _: Entry<'_>) -> Result<Vec<Taken>> {
        Ok(Vec::new())
    }

    fn restore_others(_: &mut Conn, _: Uuid, _: Entry<'_>) -> Result<()> {
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

    fn remove_others(conn: &mut Conn, keys: &[M::Key], entry: Entry<'_>) -> Result<Vec<Taken>> {
        O::remove_all(conn, keys, entry)
    }
}

/// A list of relations, of which each can be dealt with when rows of `P` are marked as deleted, or no longer.
pub trait MarksOwned<Conn, P: Model> {
    /// Whether there is one.
    const ANY: bool;

    /// Marks the rows of the same model one level below those that the deletion has taken, and counts them.
    ///
    /// # Errors
    /// Those of the database.
    fn mark_level(conn: &mut Conn, entry: Entry<'_>) -> Result<usize>;

    /// After a deletion, once the rows of the same model are all known.
    ///
    /// # Errors
    /// As for [`Deletes::mark_others`].
    fn mark(conn: &mut Conn, entry: Entry<'_>, taken: &mut Vec<Taken>) -> Result<()>;

    /// Brings back the rows of the same model one level below those that the restoration has brought back, and counts
    /// them.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn bring_back_level(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<usize>;

    /// After a restoration, once the rows of the same model are all back.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn bring_back(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<()>;

    /// At the end of a restoration.
    ///
    /// # Errors
    /// As for [`Deletes::check_others`].
    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()>;
}

impl<Conn, P: Model> MarksOwned<Conn, P> for () {
    const ANY: bool = false;

    fn mark_level(_: &mut Conn, _: Entry<'_>) -> Result<usize> {
        Ok(0)
    }

    fn mark(_: &mut Conn, _: Entry<'_>, _: &mut Vec<Taken>) -> Result<()> {
        Ok(())
    }

    fn bring_back_level(_: &mut Conn, _: Uuid, _: Entry<'_>) -> Result<usize> {
        Ok(0)
    }

    fn bring_back(_: &mut Conn, _: Uuid, _: Entry<'_>) -> Result<()> {
        Ok(())
    }

    fn check(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }
}

impl<Conn, P, O, Rest> MarksOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: MarksRows<Conn, P>,
    Rest: MarksOwned<Conn, P>,
{
    const ANY: bool = O::TOUCHED || Rest::ANY;

    fn mark_level(conn: &mut Conn, entry: Entry<'_>) -> Result<usize> {
        Ok(O::mark_level(conn, entry)? + Rest::mark_level(conn, entry)?)
    }

    fn mark(conn: &mut Conn, entry: Entry<'_>, taken: &mut Vec<Taken>) -> Result<()> {
        taken.extend(O::mark(conn, entry)?);
        Rest::mark(conn, entry, taken)
    }

    fn bring_back_level(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<usize> {
        Ok(O::bring_back_level(conn, deletion, entry)? + Rest::bring_back_level(conn, deletion, entry)?)
    }

    fn bring_back(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<()> {
        O::bring_back(conn, deletion, entry)?;
        Rest::bring_back(conn, deletion, entry)
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        O::check(conn, restoration)?;
        Rest::check(conn, restoration)
    }
}

/// A relation that can be dealt with when rows of `P` are marked as deleted.
pub trait MarksRows<Conn, P: Model> {
    /// Whether it has to be looked at.
    const TOUCHED: bool = true;

    /// Marks the rows of the same model one level below.
    ///
    /// # Errors
    /// Those of the database.
    fn mark_level(_: &mut Conn, _: Entry<'_>) -> Result<usize> {
        Ok(0)
    }

    /// After a deletion.
    ///
    /// # Errors
    /// As for [`Deletes::mark_others`].
    fn mark(_: &mut Conn, _: Entry<'_>) -> Result<Option<Taken>> {
        Ok(None)
    }

    /// Brings back the rows of the same model one level below.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn bring_back_level(_: &mut Conn, _: Uuid, _: Entry<'_>) -> Result<usize> {
        Ok(0)
    }

    /// After a restoration: nothing, unless the deletion took them along.
    ///
    /// # Errors
    /// As for [`Deletes::restore_others`].
    fn bring_back(_: &mut Conn, _: Uuid, _: Entry<'_>) -> Result<()> {
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
fn mark_rows<Conn, M, P, C>(conn: &mut Conn, entry: Entry<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    let values = marked::<M>(&entry, Values::fill_delete)?;
    let target = ByFilter::new(InBatch { deletion: entry.deletion, live: true, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(
        conn,
        <crate::write::update::DeleteKind as crate::write::update::Kind>::RULES,
        target,
        values,
        entry,
    )
}

/// Brings rows back under those that the restoration has brought back, and counts them.
fn restore_rows<Conn, M, P, C>(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, Restored<M, P, C>>>,
{
    let values = marked::<M>(&entry, Values::fill_restore)?;
    let target = ByFilter::new(Restored { deletion, restoration: entry.deletion, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(
        conn,
        <crate::write::update::RestoreKind as crate::write::update::Kind>::RULES,
        target,
        values,
        entry,
    )
}

impl<Conn, P, M, C> MarksRows<Conn, P> for Owned<M, C, Cascade>
where
    P: Model,
    M: HasDeletionBatch + BelongsTo<P, C> + Model<Deletion: Deletes<Conn, M>, References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>> + StoresSets<Conn, M, Restored<M, P, C>>>,
{
    fn mark(conn: &mut Conn, entry: Entry<'_>) -> Result<Option<Taken>> {
        let count = mark_rows::<Conn, M, P, C>(conn, entry)?;
        if count == 0 {
            return Ok(None);
        }
        let along = M::Deletion::mark_others(conn, entry)?;
        Ok(Some(Taken { model: M::META.name, count, fate: Fate::Deleted, along }))
    }

    fn bring_back(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<()> {
        match restore_rows::<Conn, M, P, C>(conn, deletion, entry)? {
            0 => Ok(()),
            _ => M::Deletion::restore_others(conn, deletion, entry),
        }
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)?;
        M::Deletion::check_others(conn, restoration)
    }
}

/// Level by level, together with the other relations to rows of the same model. What else belongs to the rows is dealt with
/// once they are all known.
impl<Conn, M, C> MarksRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    M: HasDeletionBatch + BelongsTo<M, C>,
    M::References: Guards<Conn, M>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, M, C>> + StoresSets<Conn, M, Restored<M, M, C>>>,
{
    fn mark_level(conn: &mut Conn, entry: Entry<'_>) -> Result<usize> {
        mark_rows::<Conn, M, M, C>(conn, entry)
    }

    fn bring_back_level(conn: &mut Conn, deletion: Uuid, entry: Entry<'_>) -> Result<usize> {
        restore_rows::<Conn, M, M, C>(conn, deletion, entry)
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)
    }
}

impl<Conn, P, M, C> MarksRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    C: 'static,
{
    fn mark(conn: &mut Conn, entry: Entry<'_>) -> Result<Option<Taken>> {
        let clause: InBatch<M, P, C> =
            InBatch { deletion: entry.deletion, live: M::Deletion::SOFT, relation: PhantomData };
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
    let counted: Vec<Number> = load(conn, Count::<M, W>::new(clause).locked(lock))?;
    match counted.first().map_or(0, Number::count) {
        0 => Ok(()),
        count => Err(Error::Restricted { by: M::META.name, count }),
    }
}

impl<Conn, P, M, C> MarksRows<Conn, P> for Owned<M, C, SetNull>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    fn mark(conn: &mut Conn, entry: Entry<'_>) -> Result<Option<Taken>> {
        let clause: InBatch<M, P, C> = InBatch { deletion: entry.deletion, live: false, relation: PhantomData };
        detach::<Conn, M, P, C, _>(conn, clause, entry)
    }
}

/// Takes the reference out of the rows that a clause finds.
pub(crate) fn detach<Conn, M, P, C, W>(conn: &mut Conn, clause: W, entry: Entry<'_>) -> Result<Option<Taken>>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, W>>,
{
    let entry = entry.as_action(Action::Patch);
    let mut values = M::Values::default();
    M::set_foreign_key(&mut values, Nullable::null());
    entry.fill(|fill| values.fill_update(fill))?;
    let count = <Conn::Backend as StoresSets<Conn, M, W>>::update(
        conn,
        <crate::write::update::PatchKind as crate::write::update::Kind>::RULES,
        ByFilter::new(clause),
        values,
        entry,
    )?;
    let taken = Taken { model: M::META.name, count, fate: Fate::Detached, along: Vec::new() };
    Ok((count > 0).then_some(taken))
}

/// Rows that are left alone.
macro_rules! left {
    ($policy:ident) => {
        impl<Conn, P, M, C> MarksRows<Conn, P> for Owned<M, C, $policy>
        where
            P: Model,
        {
            const TOUCHED: bool = false;

            fn mark(_: &mut Conn, _: Entry<'_>) -> Result<Option<Taken>> {
                Ok(None)
            }
        }
    };
}

left!(Keep);
left!(Unlink);
