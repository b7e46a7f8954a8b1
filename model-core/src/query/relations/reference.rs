//! The declared relations of a model to its parents, as types.

use crate::meta::type_only::TypeOnly;
use crate::model::scope::{Live, WithDeleted};
use crate::model::{DeletionPolicy, Hard, LeftAlone, Model};
use crate::query::objects::scope::ScopeOf;
use crate::query::relations::belongs_to::BelongsTo;

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
    P::Deletion::SOFT && <<M as BelongsTo<P, C>>::Parents as ScopeOf<P>>::IS_LIVE
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
    M: BelongsTo<P, C, Parents: Unguarded<P::Deletion>>,
    P: Model,
    Rest: LeftAlone<M>,
{
}

#[diagnostic::do_not_recommend]
impl<M, P, C, Rest> LeftAlone<M> for (ReferenceWithin<P, C>, Rest)
where
    M: BelongsTo<P, C, Parents: Unguarded<P::Deletion>>,
    P: Model,
    Rest: LeftAlone<M>,
{
}
