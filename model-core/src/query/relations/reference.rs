//! The declared relations of a model to its parents, as types.

use crate::meta::type_only::TypeOnly;
use crate::model::{DeletionPolicy, Model};
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
