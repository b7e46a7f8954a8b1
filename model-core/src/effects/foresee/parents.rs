//! The parents of a row that would be restored.

use crate::effects::foresee::{Foresees, Foresight};
use crate::effects::impact::{Effect, Impact};
use crate::effects::marking::deletion_of;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::key::RowKey;
use crate::model::{DeletionPolicy, Model};
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{Reference, ReferenceWithin, is_strict};
use crate::sql::dialect::Dialect;
use crate::sql::find::found_unlocked;
use crate::sql::on::ModelOn;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use diesel::connection::LoadConnection;
use std::collections::HashSet;

/// The list of references of `M`, whose rows can be looked at.
pub trait ForeseesParents<Conn, M: Model> {
    /// Adds the deleted parents of a row that must be live.
    ///
    /// # Errors
    /// Database errors.
    fn refusing(conn: &mut Conn, row: &M, impacts: &mut Vec<Impact>) -> Result<()>;
}

/// The list of references of `M`, whose rows can be looked at up to the topmost.
pub trait ForeseesAncestors<Conn, M: Model> {
    /// Adds the deleted ancestors of a row, each with the other rows of its deletion.
    ///
    /// # Errors
    /// Database errors.
    fn ancestors(conn: &mut Conn, row: &M, foresight: &mut Foresight, impacts: &mut Vec<Impact>) -> Result<()>;
}

impl<Conn, M: Model> ForeseesParents<Conn, M> for () {
    fn refusing(_: &mut Conn, _: &M, _: &mut Vec<Impact>) -> Result<()> {
        Ok(())
    }
}

impl<Conn, M: Model> ForeseesAncestors<Conn, M> for () {
    fn ancestors(_: &mut Conn, _: &M, _: &mut Foresight, _: &mut Vec<Impact>) -> Result<()> {
        Ok(())
    }
}

macro_rules! parents {
    ([$($generics:ident),*] $reference:ty, $parent:ident) => {
        impl<Conn, M, C, Rest, $($generics),*> ForeseesParents<Conn, M> for ($reference, Rest)
        where
            Conn: LoadConnection<Backend: Dialect>,
            M: BelongsTo<$parent, C> + ModelOn<Conn::Backend>,
            $parent: ModelOn<Conn::Backend>,
            Rest: ForeseesParents<Conn, M>,
        {
            fn refusing(conn: &mut Conn, row: &M, impacts: &mut Vec<Impact>) -> Result<()> {
                if is_strict::<M, $parent, C>() && deleted_parent::<Conn, M, $parent, C>(conn, row)?.is_some() {
                    impacts.push(Impact::of(<$parent as Model>::META.name, 1, Effect::Refusing));
                }
                Rest::refusing(conn, row, impacts)
            }
        }
    };
}

parents!([P] Reference<P, C>, P);
parents!([] ReferenceWithin<M, C>, M);

impl<Conn, M, P, C, Rest> ForeseesAncestors<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend> + Model<References: ForeseesAncestors<Conn, P>, Deletion: Foresees<Conn, P>>,
    Rest: ForeseesAncestors<Conn, M>,
{
    fn ancestors(conn: &mut Conn, row: &M, foresight: &mut Foresight, impacts: &mut Vec<Impact>) -> Result<()> {
        if let Some(parent) = deleted_parent::<Conn, M, P, C>(conn, row)? {
            P::References::ancestors(conn, &parent, foresight, impacts)?;
            impacts.extend(restored::<Conn, P>(conn, parent, foresight)?);
        }
        Rest::ancestors(conn, row, foresight, impacts)
    }
}

impl<Conn, M, C, Rest> ForeseesAncestors<Conn, M> for (ReferenceWithin<M, C>, Rest)
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend> + Model<Deletion: Foresees<Conn, M>>,
    Rest: ForeseesAncestors<Conn, M>,
{
    fn ancestors(conn: &mut Conn, row: &M, foresight: &mut Foresight, impacts: &mut Vec<Impact>) -> Result<()> {
        Rest::ancestors(conn, row, foresight, impacts)?;
        let mut chain = HashSet::from([row.key().text()]);
        let mut above = deleted_parent::<Conn, M, M, C>(conn, row)?;
        while let Some(parent) = above.filter(|parent| chain.insert(parent.key().text())) {
            above = deleted_parent::<Conn, M, M, C>(conn, &parent)?;
            impacts.extend(restored::<Conn, M>(conn, parent, foresight)?);
        }
        Ok(())
    }
}

/// The parent of a row, if it is deleted.
fn deleted_parent<Conn, M, P, C>(conn: &mut Conn, row: &M) -> Result<Option<P>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    if !P::Deletion::SOFT {
        return Ok(None);
    }
    let Some(key) = row.foreign_key() else { return Ok(None) };
    let target = ByKey::<P>::new(key.into_owned());
    match found_unlocked(conn, &target, RequiredState::Deleted)? {
        Outcome::Unchanged(parent) => Ok(Some(parent)),
        _ => Ok(None),
    }
}

/// A restored row with the other rows of its deletion, unless it has been counted.
fn restored<Conn, P>(conn: &mut Conn, row: P, foresight: &mut Foresight) -> Result<Option<Impact>>
where
    P: Model<Deletion: Foresees<Conn, P>>,
{
    let mut keys = vec![row.key()];
    foresight.count::<P>(&mut keys);
    if keys.is_empty() {
        return Ok(None);
    }
    foresight.restoring(deletion_of::<P>(row).into_iter().collect());
    let children = P::Deletion::below(conn, &keys, false, foresight)?;
    Ok(Some(Impact { children, ..Impact::of(P::META.name, 1, Effect::Restored) }))
}

#[cfg(feature = "async")]
#[path = "../../../twins/effects/foresee/parents.rs"]
pub(crate) mod twin;
