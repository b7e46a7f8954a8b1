//! The declared relations of a model to its parents, as types.

use crate::meta::type_only::TypeOnly;
use crate::model::scope::{InitialScope, Live, SharesNoScope, WithDeleted};
use crate::model::{DeletionPolicy, Hard, LeftAlone, Manager, Model};
use crate::query::objects::scope::ScopeOf;
use crate::query::relations::belongs_to::BelongsTo;
use std::any::TypeId;

/// A reference to a row of `P` in the column `C`.
#[derive(Debug, Clone, Copy)]
pub struct Reference<P, C>(TypeOnly<(P, C)>);

/// A reference to a row of the same model in the column `C`.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceWithin<P, C>(TypeOnly<(P, C)>);

/// Whether a reference must not lead to a deleted row: the parent has soft deletion, and the relation is not lenient.
pub(crate) fn is_strict<M, P, C>() -> bool
where
    M: BelongsTo<P, C>,
    P: Model,
{
    // A view cannot be locked, and nothing here deletes a row of one.
    P::Deletion::SOFT && !P::META.read_only && <<M as BelongsTo<P, C>>::Parents as ScopeOf<P>>::IS_LIVE
}

/// The columns of the default scope that the rows of both models have, which keeps them apart: in `M`, and in `P`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SharedScope {
    pub(crate) own: usize,
    pub(crate) theirs: usize,
}

/// Whether both models have a default scope, which may not be the same.
pub(crate) const fn may_share<M: Model, P: Model>() -> bool {
    <M::Filter as InitialScope>::PER_QUERY && <P::Filter as InitialScope>::PER_QUERY
}

/// The default scope that both models have.
pub(crate) fn shared_scope<M: Model, P: Model>() -> Option<SharedScope> {
    if const { !may_share::<M, P>() } || TypeId::of::<M::Filter>() != TypeId::of::<P::Filter>() {
        return None;
    }
    Some(SharedScope { own: M::META.default_scope()?, theirs: P::META.default_scope()? })
}

/// The parents that a reference leads to, where none of them has to be looked at: they are never marked as deleted, or
/// may be.
#[doc(hidden)]
pub trait Unguarded<Deletion> {}

impl<Owned: 'static> Unguarded<Hard<Owned>> for Live {}

impl<Deletion> Unguarded<Deletion> for WithDeleted {}

#[diagnostic::do_not_recommend]
impl<M, P, C, Rest> LeftAlone<M> for (Reference<P, C>, Rest)
where
    M: BelongsTo<P, C, Parents: Unguarded<P::Deletion>> + Manager<Filter: SharesNoScope<P::Filter>>,
    P: Model,
    Rest: LeftAlone<M>,
{
}

#[diagnostic::do_not_recommend]
impl<M, P, C, Rest> LeftAlone<M> for (ReferenceWithin<P, C>, Rest)
where
    M: BelongsTo<P, C, Parents: Unguarded<P::Deletion>> + Manager<Filter: SharesNoScope<P::Filter>>,
    P: Model,
    Rest: LeftAlone<M>,
{
}
