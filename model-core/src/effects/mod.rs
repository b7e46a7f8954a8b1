//! The effects of a write on rows of other tables: policies, guards, cascades, removals.
//!
//! May import: everything below: `meta` to `query`, `audit`, `write`, `ddl`.
//!
//! The relations of a model to the rows that belong to it are a parameter of its deletion policy: `Soft<(Owned<Comment,
//! comments::article_id, Cascade>, ())>`.

pub(crate) mod clauses;
pub(crate) mod delete;
pub(crate) mod foresee;
pub(crate) mod guards;
pub(crate) mod hard_delete;
pub(crate) mod impact;
pub(crate) mod left;
mod levels;
pub(crate) mod many;
pub(crate) mod marking;
pub(crate) mod moving;
pub(crate) mod parents;
pub(crate) mod refer;
pub(crate) mod sets;
pub(crate) mod touched;
pub(crate) mod touching;
pub(crate) mod writes;
pub(crate) mod written;

use crate::meta::bulk::Unspecified;
use crate::meta::type_only::TypeOnly;
use crate::model::hooked::PassedBy;
use crate::model::{CoversFor, HasDeletionBatch, LeftAlone, Model};
use crate::query::relations::belongs_to::{BelongsTo, Nullable};

/// They are deleted with it.
#[derive(Debug, Clone, Copy)]
pub enum Cascade {}

/// They are deleted with it, and are rows of the same model: replies to a comment.
#[derive(Debug, Clone, Copy)]
pub enum CascadeWithin {}

/// The row cannot be deleted while there are any.
#[derive(Debug, Clone, Copy)]
pub enum Restrict {}

/// They stay, and their foreign key becomes NULL.
#[derive(Debug, Clone, Copy)]
pub enum SetNull {}

/// They stay as they are.
#[derive(Debug, Clone, Copy)]
pub enum Keep {}

/// They are links between two rows: they stay when one of the rows is marked as deleted, and are removed with either of
/// them.
#[derive(Debug, Clone, Copy)]
pub enum Unlink {}

/// The rows of `Child` whose column `C` refers to a row, and what happens to them. A model's list of these is pairs of
/// one and the rest, ending in `()`.
#[derive(Debug, Clone, Copy)]
pub struct Owned<Child, C, On>(TypeOnly<(Child, C, On)>);

#[diagnostic::do_not_recommend]
impl<M, Child, C, Rest: LeftAlone<M>> LeftAlone<M> for (Owned<Child, C, Keep>, Rest) {}

/// Lets generated code check that the foreign key can be NULL.
pub const fn can_be_null<P, Child, C>()
where
    P: Model<Attribution: CoversFor<Child>>,
    Child: BelongsTo<P, C, Field: Nullable> + Model<Hooks: PassedBy<Child, Unspecified>>,
{
}

/// The same for a relation that runs no hooks.
pub const fn can_be_null_without_hooks<P, Child, C>()
where
    P: Model<Attribution: CoversFor<Child>>,
    Child: BelongsTo<P, C, Field: Nullable>,
{
}

/// Lets generated code check that a deletion of rows of `P` can cascade to rows of `Child`.
pub const fn can_be_marked<P, Child>()
where
    P: Model<Attribution: CoversFor<Child>>,
    Child: HasDeletionBatch + Model<Hooks: PassedBy<Child, Unspecified>>,
{
}

/// The same for a relation that runs no hooks.
pub const fn can_be_marked_without_hooks<P, Child>()
where
    P: Model<Attribution: CoversFor<Child>>,
    Child: HasDeletionBatch,
{
}

/// Lets generated code check that a removal of rows of `P` can also remove rows of `Child`.
pub const fn can_be_removed<P, Child>()
where
    P: Model<Attribution: CoversFor<Child>>,
    Child: Model<Hooks: PassedBy<Child, Unspecified>>,
{
}

/// The same for a relation that runs no hooks.
pub const fn can_be_removed_without_hooks<P, Child>()
where
    P: Model<Attribution: CoversFor<Child>>,
    Child: Model,
{
}
