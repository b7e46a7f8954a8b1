//! Scopes as types: what the derive says of a model, and what a query starts with. What they put on a query is on the
//! floor of queries.

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
pub struct Marked<M, const DELETED: bool>(pub(crate) PhantomData<M>);

/// A scope of a query whose rows may be joined, and what becomes of it when another is asked for: what is joined stays.
pub trait Rescope {
    /// With deleted rows.
    type WithDeleted;
    /// Deleted rows only.
    type OnlyDeleted;
    /// With the columns of `J` beside it where a row of `J` was found.
    type Left<J>;
    /// With the columns of `J` beside it.
    type Inner<J>;
}

/// The default filter of a model, as what its queries start with.
pub trait InitialScope {
    /// The scope that they start with.
    type Start: Rescope + 'static;
}
