//! Removals for good, children first: the keys of each level are read and locked, and then removed from the last level up.

use super::super::belongs_to::{BelongsTo, Nullable};
use super::clauses::{KeysIn, OfParents, chunks};
use super::mark::{Deletes, detach, refuse_if_any};
use super::taken::{Fate, Taken};
use super::{Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull};
use crate::error::Result;
use crate::key::RowKey;
use crate::model::{DeletionPolicy, Model, ModelOn};
use crate::write::{Action, ByFilter, Dialect, Entry, Needs, Plain, Select, StoresSets, load};
use diesel::connection::LoadConnection;
use std::collections::HashSet;
use std::marker::PhantomData;

/// A list of relations, of which each can be dealt with before rows of `P` are removed.
pub trait RemovesOwned<Conn, P: Model> {
    /// Whether there is one.
    const ANY: bool;

    /// The keys of the rows of the same model one level below these.
    ///
    /// # Errors
    /// Those of the database.
    fn descend(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<P::Key>>;

    /// Deals with the rows of other models that belong to the rows with these keys.
    ///
    /// # Errors
    /// As for [`Deletes::remove_others`].
    fn remove(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>, taken: &mut Vec<Taken>) -> Result<()>;

    /// Removes rows of the same model.
    ///
    /// # Errors
    /// Those of the database.
    fn remove_level(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>) -> Result<usize>;

    /// Deals with all rows that belong to the rows with these keys.
    ///
    /// # Errors
    /// As for [`Deletes::remove_others`].
    fn remove_all(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>) -> Result<Vec<Taken>> {
        let mut levels = vec![keys.to_vec()];
        // A row may, against all sense, lie below itself.
        let mut seen: HashSet<String> = keys.iter().map(RowKey::text).collect();
        loop {
            let mut below = Self::descend(conn, levels.last().map_or(&[], Vec::as_slice))?;
            below.retain(|key| seen.insert(key.text()));
            if below.is_empty() {
                break;
            }
            levels.push(below);
        }
        let mut taken = Vec::new();
        Self::remove(conn, &levels.concat(), entry, &mut taken)?;
        let mut count = 0;
        for level in levels.iter().skip(1).rev() {
            count += Self::remove_level(conn, level, entry)?;
        }
        if count > 0 {
            taken.insert(0, Taken { model: P::META.name, count, fate: Fate::Deleted, along: Vec::new() });
        }
        Ok(taken)
    }
}

impl<Conn, P: Model> RemovesOwned<Conn, P> for () {
    const ANY: bool = false;

    fn descend(_: &mut Conn, _: &[P::Key]) -> Result<Vec<P::Key>> {
        Ok(Vec::new())
    }

    fn remove(_: &mut Conn, _: &[P::Key], _: Entry<'_>, _: &mut Vec<Taken>) -> Result<()> {
        Ok(())
    }

    fn remove_level(_: &mut Conn, _: &[P::Key], _: Entry<'_>) -> Result<usize> {
        Ok(0)
    }
}

impl<Conn, P, O, Rest> RemovesOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: RemovesRows<Conn, P>,
    Rest: RemovesOwned<Conn, P>,
{
    const ANY: bool = O::TOUCHED || Rest::ANY;

    fn descend(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<P::Key>> {
        let mut below = O::descend(conn, keys)?;
        below.extend(Rest::descend(conn, keys)?);
        Ok(below)
    }

    fn remove(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>, taken: &mut Vec<Taken>) -> Result<()> {
        taken.extend(O::remove(conn, keys, entry)?);
        Rest::remove(conn, keys, entry, taken)
    }

    fn remove_level(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>) -> Result<usize> {
        Ok(O::remove_level(conn, keys, entry)? + Rest::remove_level(conn, keys, entry)?)
    }
}

/// A relation that can be dealt with before rows of `P` are removed.
pub trait RemovesRows<Conn, P: Model> {
    /// Whether it has to be looked at.
    const TOUCHED: bool = true;

    /// The keys of the rows of the same model one level below these.
    ///
    /// # Errors
    /// Those of the database.
    fn descend(_: &mut Conn, _: &[P::Key]) -> Result<Vec<P::Key>> {
        Ok(Vec::new())
    }

    /// Deals with the rows that belong to the rows with these keys.
    ///
    /// # Errors
    /// As for [`Deletes::remove_others`].
    fn remove(_: &mut Conn, _: &[P::Key], _: Entry<'_>) -> Result<Option<Taken>> {
        Ok(None)
    }

    /// Removes rows of the same model, once for the whole list.
    ///
    /// # Errors
    /// Those of the database.
    fn remove_level(_: &mut Conn, _: &[P::Key], _: Entry<'_>) -> Result<usize> {
        Ok(0)
    }
}

/// What the removal of a row of `M` is called.
fn removal<'a, M: Model>(entry: Entry<'a>) -> Entry<'a> {
    entry.as_action(if M::Deletion::SOFT { Action::HardDelete } else { Action::Delete })
}

/// The keys of the rows of `M` that belong to rows of `P`, locked.
fn keys_below<Conn, M, P, C>(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<M::Key>>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    let mut below = Vec::new();
    for keys in chunks::<Conn::Backend, _>(keys, 1) {
        let target = ByFilter::<M, _>::new(OfParents::<M, P, C> { keys: keys.to_vec(), relation: PhantomData });
        let rows: Vec<Plain<M>> = load(conn, Select::<M, _>::locked(&target))?;
        below.extend(rows.iter().map(|Plain(row)| row.key()));
    }
    Ok(below)
}

fn remove_keys<Conn, M>(conn: &mut Conn, keys: &[M::Key], entry: Entry<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
{
    let mut count = 0;
    for clause in KeysIn::chunks::<Conn::Backend>(keys, Needs::Any) {
        let target = ByFilter::new(clause);
        count += <Conn::Backend as StoresSets<Conn, M, _>>::remove(conn, target, removal::<M>(entry))?;
    }
    Ok(count)
}

impl<Conn, P, M, C> RemovesRows<Conn, P> for Owned<M, C, Cascade>
where
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend> + Model<Deletion: Deletes<Conn, M>>,
{
    fn remove(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>) -> Result<Option<Taken>> {
        let below = keys_below::<Conn, M, P, C>(conn, keys)?;
        if below.is_empty() {
            return Ok(None);
        }
        let along = M::Deletion::remove_others(conn, &below, entry)?;
        let count = remove_keys::<Conn, M>(conn, &below, entry)?;
        Ok(Some(Taken { model: M::META.name, count, fate: Fate::Deleted, along }))
    }
}

impl<Conn, M, C> RemovesRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
{
    fn descend(conn: &mut Conn, keys: &[M::Key]) -> Result<Vec<M::Key>> {
        keys_below::<Conn, M, M, C>(conn, keys)
    }

    fn remove_level(conn: &mut Conn, keys: &[M::Key], entry: Entry<'_>) -> Result<usize> {
        remove_keys::<Conn, M>(conn, keys, entry)
    }
}

impl<Conn, P, M, C> RemovesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    fn remove(conn: &mut Conn, keys: &[P::Key], _: Entry<'_>) -> Result<Option<Taken>> {
        for keys in chunks::<Conn::Backend, _>(keys, 1) {
            let clause = OfParents::<M, P, C> { keys: keys.to_vec(), relation: PhantomData };
            refuse_if_any::<Conn, M, _>(conn, clause)?;
        }
        Ok(None)
    }
}

impl<Conn, P, M, C> RemovesRows<Conn, P> for Owned<M, C, SetNull>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, OfParents<M, P, C>>>,
{
    fn remove(conn: &mut Conn, keys: &[P::Key], entry: Entry<'_>) -> Result<Option<Taken>> {
        let mut all: Option<Taken> = None;
        for keys in chunks::<Conn::Backend, _>(keys, 1) {
            let clause = OfParents::<M, P, C> { keys: keys.to_vec(), relation: PhantomData };
            if let Some(taken) = detach::<Conn, M, P, C, _>(conn, clause, entry)? {
                let before = all.as_ref().map_or(0, |all| all.count);
                all = Some(Taken { count: before + taken.count, ..taken });
            }
        }
        Ok(all)
    }
}

impl<Conn, P, M, C> RemovesRows<Conn, P> for Owned<M, C, Keep>
where
    P: Model,
{
    const TOUCHED: bool = false;
}
