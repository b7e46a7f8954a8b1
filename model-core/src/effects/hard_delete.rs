//! Removals, children first: they read and lock the keys of each level, and then remove the rows from the last level
//! up.

use crate::effects::clauses::{KeysIn, OfParents};
use crate::effects::delete::Deletes;
use crate::effects::guards::Guards;
use crate::effects::impact::{Effect, Impact};
use crate::effects::levels::{levels_of_union, lowest_first};
use crate::effects::refer::{detach, refuse_if_any};
use crate::effects::touching::touch_all;
use crate::effects::{Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull, Unlink};
use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::model::actor::Attribution as _;
use crate::model::key::RowKey;
use crate::model::{DeletionPolicy, Model};
use crate::operation::Operation;
use crate::query::relations::belongs_to::{BelongsTo, Nullable};
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::load_rows;
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::ByFilter;
use crate::write::backend::StoresSets;
use diesel::connection::LoadConnection;
use std::borrow::Cow;
use std::collections::HashSet;

/// A list of relations to which a removal of rows of `P` can be applied before these are removed.
pub trait HardDeletesOwned<Conn, P: Model> {
    /// Whether a removal has to check or write the rows of one of them.
    const ANY: bool;
    /// Whether the list is not empty.
    const OWNS: bool;

    /// The rows of the same model one level below these.
    ///
    /// # Errors
    /// Database errors.
    fn descend(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<P>>;

    /// Adds the keys of the parents of a row in the same model.
    fn above<'r>(row: &'r P, keys: &mut Vec<Cow<'r, P::Key>>);

    /// Applies the removal to the rows of other models that belong to the rows with these keys.
    ///
    /// # Errors
    /// As for [`Deletes::hard_delete_others`].
    fn hard_delete(conn: &mut Conn, keys: &[P::Key], operation: Operation<'_>, impacts: &mut Vec<Impact>)
    -> Result<()>;

    /// Removes rows of the same model.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete_level(conn: &mut Conn, keys: &[P::Key], operation: Operation<'_>) -> Result<usize>;

    /// Does the same as for one [relation](HardDeletesRows::check_live).
    ///
    /// # Errors
    /// As for one relation.
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()>;

    /// Does the same, including the rows of the same model on every level below.
    ///
    /// # Errors
    /// As for one relation.
    fn check_all_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        let below = Self::all_below(conn, keys)?;
        Self::check_live(conn, &[keys, &keys_of(&below)].concat())
    }

    /// The rows of the same model on all levels below these, without these.
    ///
    /// # Errors
    /// Database errors.
    fn all_below(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<P>> {
        let mut all = Vec::new();
        // References can form a circle, so a row may be below itself.
        let mut seen: HashSet<String> = keys.iter().map(RowKey::text).collect();
        let mut level = Self::descend(conn, keys)?;
        loop {
            level.retain(|row| seen.insert(row.key().text()));
            if level.is_empty() {
                return Ok(all);
            }
            let below = Self::descend(conn, &keys_of(&level))?;
            all.extend(std::mem::replace(&mut level, below));
        }
    }

    /// Applies the removal to all rows that belong to these rows. Some of these rows may themselves lie below rows that
    /// belong to others of them: they are removed as well, and counted.
    ///
    /// # Errors
    /// As for [`Deletes::hard_delete_others`].
    fn hard_delete_all(conn: &mut Conn, rows: &[P], operation: Operation<'_>) -> Result<(usize, Vec<Impact>)> {
        let keys = keys_of(rows);
        let below = Self::all_below(conn, &keys)?;
        let mut impacts = Vec::new();
        Self::hard_delete(conn, &[keys, keys_of(&below)].concat(), operation, &mut impacts)?;
        let (mut own, mut count) = (0, 0);
        for (rows_of_set, others) in levels_of_union::<P>(rows, &below, Self::above) {
            own += Self::hard_delete_level(conn, &rows_of_set, operation)?;
            count += Self::hard_delete_level(conn, &others, operation)?;
        }
        if count > 0 {
            impacts.insert(0, Impact::of(P::META.name, count, Effect::Deleted));
        }
        Ok((own, impacts))
    }
}

impl<Conn, P: Model> HardDeletesOwned<Conn, P> for () {
    const ANY: bool = false;
    const OWNS: bool = false;

    fn descend(_: &mut Conn, _: &[P::Key]) -> Result<Vec<P>> {
        Ok(Vec::new())
    }

    fn above<'r>(_: &'r P, _: &mut Vec<Cow<'r, P::Key>>) {}

    fn hard_delete(_: &mut Conn, _: &[P::Key], _: Operation<'_>, _: &mut Vec<Impact>) -> Result<()> {
        Ok(())
    }

    fn hard_delete_level(_: &mut Conn, _: &[P::Key], _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    fn check_live(_: &mut Conn, _: &[P::Key]) -> Result<()> {
        Ok(())
    }
}

impl<Conn, P, O, Rest> HardDeletesOwned<Conn, P> for (O, Rest)
where
    P: Model,
    O: HardDeletesRows<Conn, P>,
    Rest: HardDeletesOwned<Conn, P>,
{
    const ANY: bool = O::TOUCHED || Rest::ANY;
    const OWNS: bool = true;

    fn descend(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<P>> {
        let mut below = O::descend(conn, keys)?;
        below.extend(Rest::descend(conn, keys)?);
        Ok(below)
    }

    fn above<'r>(row: &'r P, keys: &mut Vec<Cow<'r, P::Key>>) {
        keys.extend(O::above(row));
        Rest::above(row, keys);
    }

    fn hard_delete(
        conn: &mut Conn,
        keys: &[P::Key],
        operation: Operation<'_>,
        impacts: &mut Vec<Impact>,
    ) -> Result<()> {
        impacts.extend(O::hard_delete(conn, keys, operation)?);
        Rest::hard_delete(conn, keys, operation, impacts)
    }

    fn hard_delete_level(conn: &mut Conn, keys: &[P::Key], operation: Operation<'_>) -> Result<usize> {
        Ok(O::hard_delete_level(conn, keys, operation)? + Rest::hard_delete_level(conn, keys, operation)?)
    }

    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        O::check_live(conn, keys)?;
        Rest::check_live(conn, keys)
    }
}

/// A relation to which a removal of rows of `P` can be applied before these are removed.
pub trait HardDeletesRows<Conn, P: Model> {
    /// Whether a removal has to check or write its rows.
    const TOUCHED: bool = true;

    /// The rows of the same model one level below these.
    ///
    /// # Errors
    /// Database errors.
    fn descend(_: &mut Conn, _: &[P::Key]) -> Result<Vec<P>> {
        Ok(Vec::new())
    }

    /// The key of the parent of a row in the same model.
    fn above(_: &P) -> Option<Cow<'_, P::Key>> {
        None
    }

    /// Applies the removal to the rows that belong to the rows with these keys.
    ///
    /// # Errors
    /// As for [`Deletes::hard_delete_others`].
    fn hard_delete(_: &mut Conn, _: &[P::Key], _: Operation<'_>) -> Result<Option<Impact>> {
        Ok(None)
    }

    /// Removes rows of the same model, once for the whole list.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete_level(_: &mut Conn, _: &[P::Key], _: Operation<'_>) -> Result<usize> {
        Ok(0)
    }

    /// Refuses when a live row belongs to one of the rows with these keys, or to a row below that would be removed with
    /// them.
    ///
    /// # Errors
    /// [`Error::Restricted`](crate::Error::Restricted); database errors.
    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()>;
}

/// Names the removal of a row of `M` in the trail.
fn removal<'a, M: Model>(operation: Operation<'a>) -> Operation<'a> {
    operation.as_action(if M::Deletion::SOFT { Action::HardDelete } else { Action::Delete })
}

/// The rows of `M` that belong to rows of `P`, locked.
fn rows_below<Conn, M, P, C>(conn: &mut Conn, keys: &[P::Key]) -> Result<Vec<M>>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    let mut below = Vec::new();
    for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, false) {
        let target = ByFilter::<M, _>::new(clause);
        below.extend(load_rows::<_, _, M>(conn, Select::<M, _>::locked(&target))?);
    }
    Ok(below)
}

fn keys_of<M: Model>(rows: &[M]) -> Vec<M::Key> {
    rows.iter().map(Model::key).collect()
}

/// Removes rows of one model, in an order that the foreign keys allow.
pub(crate) fn hard_delete_rows<Conn, M>(conn: &mut Conn, rows: &[M], operation: Operation<'_>) -> Result<usize>
where
    M: Model<Deletion: Deletes<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
{
    let levels = if <Conn::Backend as Dialect>::CHECKS_FK_PER_ROW {
        lowest_first(rows, <M::Deletion as Deletes<Conn, M>>::above)
    } else {
        vec![keys_of(rows)]
    };
    let mut count = 0;
    for keys in &levels {
        count += hard_delete_keys::<Conn, M>(conn, keys, operation)?;
    }
    Ok(count)
}

fn hard_delete_keys<Conn, M>(conn: &mut Conn, keys: &[M::Key], operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
{
    let mut count = 0;
    for clause in KeysIn::chunks::<Conn::Backend>(keys, RequiredState::Any) {
        let target = ByFilter::new(clause);
        count += <Conn::Backend as StoresSets<Conn, M, _>>::hard_delete(conn, target, operation)?;
    }
    Ok(count)
}

impl<Conn, P, M, C> HardDeletesRows<Conn, P> for Owned<M, C, Cascade>
where
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend> + Model<Deletion: Deletes<Conn, M>, References: Guards<Conn, M>>,
{
    fn hard_delete(conn: &mut Conn, keys: &[P::Key], operation: Operation<'_>) -> Result<Option<Impact>> {
        let below = rows_below::<Conn, M, P, C>(conn, keys)?;
        if below.is_empty() {
            return Ok(None);
        }
        let (first, children) = M::Deletion::hard_delete_others(conn, &below, operation)?;
        let count = first + hard_delete_rows::<Conn, M>(conn, &below, removal::<M>(operation))?;
        touch_all(conn, &below, &[])?;
        Ok(Some(Impact { children, ..Impact::of(M::META.name, count, Effect::Deleted) }))
    }

    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        refuse_live::<Conn, M, P, C>(conn, keys)?;
        if !M::Deletion::OWNS {
            return Ok(());
        }
        let below = rows_below::<Conn, M, P, C>(conn, keys)?;
        if below.is_empty() { Ok(()) } else { M::Deletion::check_live(conn, &keys_of(&below)) }
    }
}

impl<Conn, M, C> HardDeletesRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
{
    fn descend(conn: &mut Conn, keys: &[M::Key]) -> Result<Vec<M>> {
        rows_below::<Conn, M, M, C>(conn, keys)
    }

    fn above(row: &M) -> Option<Cow<'_, M::Key>> {
        <M as BelongsTo<M, C>>::foreign_key(row)
    }

    fn hard_delete_level(conn: &mut Conn, keys: &[M::Key], operation: Operation<'_>) -> Result<usize> {
        if const { <M::References as Guards<Conn, M>>::TOUCHES } {
            for clause in KeysIn::<M>::chunks::<Conn::Backend>(keys, RequiredState::Any) {
                let target = ByFilter::<M, _>::new(clause);
                let rows: Vec<M> = load_rows(conn, Select::<M, _>::locked(&target))?;
                touch_all(conn, &rows, &[])?;
            }
        }
        hard_delete_keys::<Conn, M>(conn, keys, removal::<M>(operation))
    }

    fn check_live(conn: &mut Conn, keys: &[M::Key]) -> Result<()> {
        refuse_live::<Conn, M, M, C>(conn, keys)
    }
}

impl<Conn, P, M, C> HardDeletesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    fn hard_delete(conn: &mut Conn, keys: &[P::Key], _: Operation<'_>) -> Result<Option<Impact>> {
        for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, false) {
            refuse_if_any::<Conn, M, _>(conn, clause)?;
        }
        Ok(None)
    }

    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        refuse_live::<Conn, M, P, C>(conn, keys)
    }
}

impl<Conn, P, M, C> HardDeletesRows<Conn, P> for Owned<M, C, SetNull>
where
    Conn: LoadConnection<Backend: StoresSets<Conn, M, OfParents<M, P, C>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C, Field: Nullable> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
{
    fn hard_delete(conn: &mut Conn, keys: &[P::Key], operation: Operation<'_>) -> Result<Option<Impact>> {
        let mut all: Option<Impact> = None;
        for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, false) {
            if let Some(impact) = detach::<Conn, M, P, C, _>(conn, clause, operation)? {
                let before = all.as_ref().map_or(0, |all| all.count);
                all = Some(Impact { count: before + impact.count, ..impact });
            }
        }
        Ok(all)
    }

    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        refuse_live::<Conn, M, P, C>(conn, keys)
    }
}

impl<Conn, P, M, C> HardDeletesRows<Conn, P> for Owned<M, C, Keep>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    const TOUCHED: bool = false;

    fn check_live(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        refuse_live::<Conn, M, P, C>(conn, keys)
    }
}

impl<Conn, P, M, C> HardDeletesRows<Conn, P> for Owned<M, C, Unlink>
where
    Conn: LoadConnection<Backend: StoresSets<Conn, M, KeysIn<M>>>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
{
    // If links need an actor and the removal of a row does not require one, the links are left to the database.
    const TOUCHED: bool = P::Attribution::ASKS || !M::Attribution::ASKS;

    fn hard_delete(conn: &mut Conn, keys: &[P::Key], operation: Operation<'_>) -> Result<Option<Impact>> {
        if !<Self as HardDeletesRows<Conn, P>>::TOUCHED {
            return Ok(None);
        }
        let links = rows_below::<Conn, M, P, C>(conn, keys)?;
        let count = hard_delete_keys::<Conn, M>(conn, &keys_of(&links), removal::<M>(operation))?;
        touch_all(conn, &links, &[])?;
        let impact = Impact::of(M::META.name, count, Effect::Deleted);
        Ok((count > 0).then_some(impact))
    }

    /// A link never prevents a removal.
    fn check_live(_: &mut Conn, _: &[P::Key]) -> Result<()> {
        Ok(())
    }
}

/// Refuses when a live row belongs to one of the rows with these keys.
fn refuse_live<Conn, M, P, C>(conn: &mut Conn, keys: &[P::Key]) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
{
    for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, true) {
        refuse_if_any::<Conn, M, _>(conn, clause)?;
    }
    Ok(())
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/hard_delete.rs"]
pub(crate) mod twin;
