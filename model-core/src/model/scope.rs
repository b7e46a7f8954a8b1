//! Scopes as types: the facts that the derive states about a model, and the scope that a query starts with. The folder
//! `query` turns them into SQL.

use std::marker::PhantomData;

/// No restriction.
#[derive(Debug, Clone, Copy)]
pub enum Unrestricted {}

/// The scope of live rows: what `objects()` starts with.
#[derive(Debug, Clone, Copy)]
pub enum Live {}

/// The scope of all rows, deleted ones included.
#[derive(Debug, Clone, Copy)]
pub enum WithDeleted {}

/// The scope of deleted rows.
#[derive(Debug, Clone, Copy)]
pub enum OnlyDeleted {}

/// The predicate that a row is not deleted.
pub(crate) type NotDeleted<M> = Marked<M, false>;

/// The predicate that a row is deleted, or that it is not.
#[derive(Debug, Clone, Copy)]
pub struct Marked<M, const DELETED: bool>(pub(crate) PhantomData<fn() -> M>);

/// A scope of a query with joins, and what it changes to when another scope is requested: the joins stay.
pub trait Rescope {
    /// With deleted rows.
    type WithDeleted;
    /// Deleted rows only.
    type OnlyDeleted;
    /// With the columns of `Joined`, which are NULL where it has no row.
    type Left<Joined>;
    /// With the columns of `Joined`.
    type Inner<Joined>;
}

/// The default filter of a model: its queries start with it.
pub trait InitialScope: 'static {
    /// The scope that they start with.
    type Start: Rescope + 'static;

    /// Whether it is a [default scope](crate::objects::DefaultScope), which each query decides.
    const PER_QUERY: bool;
}

/// The default filter of a model whose rows are not kept apart from those of a model with the filter `Other` by a
/// default scope that both have, as far as the types can say.
#[doc(hidden)]
pub trait SharesNoScope<Other> {}

impl<Other> SharesNoScope<Other> for Unrestricted {}
