//! What becomes of the rows that belong to a row when that is deleted, as types.
//!
//! The list of a model is the parameter of its deletion policy: `Soft<(Owned<Comment, comments::article_id, Cascade>, ())>`.

pub(crate) mod clauses;
pub(crate) mod delete;
pub(crate) mod guards;
pub(crate) mod hard_delete;
pub(crate) mod impact;
pub(crate) mod sets;
pub(crate) mod writes;

use crate::meta::bulk::Unspecified;
use crate::model::hooked::PassedBy;
use crate::model::{CoversFor, HasDeletionBatch, Model};
use crate::query::relations::belongs_to::{BelongsTo, Nullable};
use std::marker::PhantomData;

/// They are deleted with it.
#[derive(Debug, Clone, Copy)]
pub enum Cascade {}

/// They are deleted with it, and are rows of the same model: replies to a comment.
#[derive(Debug, Clone, Copy)]
pub enum CascadeWithin {}

/// It cannot be deleted while there are any.
#[derive(Debug, Clone, Copy)]
pub enum Restrict {}

/// They stay, and refer to nothing.
#[derive(Debug, Clone, Copy)]
pub enum SetNull {}

/// They stay as they are.
#[derive(Debug, Clone, Copy)]
pub enum Keep {}

/// They are links between two rows: they stay while these are marked, and are removed with either of them.
#[derive(Debug, Clone, Copy)]
pub enum Unlink {}

/// The rows of `R` that belong to a row by the column `C`, and what becomes of them. A model's list of these is pairs of
/// one and the rest, ending in `()`.
#[derive(Debug, Clone, Copy)]
pub struct Owned<R, C, On>(PhantomData<(R, C, On)>);

/// Asks, for generated code, whether the foreign key can be NULL.
pub const fn can_be_null<P, R, C>()
where
    P: Model<Attribution: CoversFor<R>>,
    R: BelongsTo<P, C, Field: Nullable> + Model<Hooks: PassedBy<R, Unspecified>>,
{
}

/// The same where the relation passes hooks by.
pub const fn can_be_null_without_hooks<P, R, C>()
where
    P: Model<Attribution: CoversFor<R>>,
    R: BelongsTo<P, C, Field: Nullable>,
{
}

/// Asks, for generated code, whether a deletion of rows of `P` can take rows of `R` along.
pub const fn can_be_marked<P, R>()
where
    P: Model<Attribution: CoversFor<R>>,
    R: HasDeletionBatch + Model<Hooks: PassedBy<R, Unspecified>>,
{
}

/// The same where the relation passes hooks by.
pub const fn can_be_marked_without_hooks<P, R>()
where
    P: Model<Attribution: CoversFor<R>>,
    R: HasDeletionBatch,
{
}

/// Asks, for generated code, whether a removal of rows of `P` can take rows of `R` along.
pub const fn can_be_removed<P, R>()
where
    P: Model<Attribution: CoversFor<R>>,
    R: Model<Hooks: PassedBy<R, Unspecified>>,
{
}

/// The same where the relation passes hooks by.
pub const fn can_be_removed_without_hooks<P, R>()
where
    P: Model<Attribution: CoversFor<R>>,
    R: Model,
{
}
