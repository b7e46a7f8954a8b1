//! The relations from one model to another, as types.

use crate::meta::type_only::TypeOnly;
use crate::model::Model;
use std::marker::PhantomData;

/// A model with exactly one declared relation to `T`, so that `T` alone determines the relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{T}` alone do not determine a relation",
    label = "`{Self}` declares no relation to `{T}`, or several",
    note = "declare it with `belongs_to`, `has_many`, `has_one`, `many_to_many` or `referred_by`; if there are \
            several, name one: `Parent<Author, articles::created_by>`, `Children<Comment, comments::article_id>`"
)]
pub trait Relates<T> {
    /// The relation: [`Parent`], [`Children`], [`OneChild`], [`Through`] or [`Referring`].
    type By;
}

/// The relation to the parent `P` by the foreign key `C` of this model.
#[derive(Debug, Clone, Copy)]
pub struct Parent<P, C>(TypeOnly<(P, C)>);

/// The relation to the rows of `Child` whose foreign key `C` refers to this model.
#[derive(Debug, Clone, Copy)]
pub struct Children<Child, C>(TypeOnly<(Child, C)>);

/// The relation to the one row of `Child` whose foreign key `C` refers to this model.
#[derive(Debug, Clone, Copy)]
pub struct OneChild<Child, C>(TypeOnly<(Child, C)>);

/// The relation to the rows of `Linked` through the rows of `Link`, whose foreign key `By` refers to this model and
/// `To` to
/// `Linked`.
#[derive(Debug, Clone, Copy)]
pub struct Through<Linked, Link, By, To>(TypeOnly<(Linked, Link, By, To)>);

/// The relation to the rows of `Child` whose generic reference in the column `C` refers to this model.
#[derive(Debug, Clone, Copy)]
pub struct Referring<Child, C>(TypeOnly<(Child, C)>);

/// The relation `T`, including the deleted rows of the other side.
#[derive(Debug, Clone, Copy)]
pub struct IncludingDeleted<T>(PhantomData<fn() -> T>);

/// What names a relation of `M`: the model on the other side if that determines it, or the relation itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a relation of `{M}`",
    label = "expected a model that `{M}` has a relation to, or one of `Parent`, `Children`, `OneChild`, `Through`, \
            `Referring`"
)]
pub trait Named<M> {
    /// The relation.
    type Relation;
}

impl<M, T> Named<M> for T
where
    T: Model,
    M: Relates<T>,
{
    type Relation = M::By;
}

impl<M, P, C> Named<M> for Parent<P, C> {
    type Relation = Self;
}

impl<M, Child, C> Named<M> for Children<Child, C> {
    type Relation = Self;
}

impl<M, Child, C> Named<M> for OneChild<Child, C> {
    type Relation = Self;
}

impl<M, Linked, Link, By, To> Named<M> for Through<Linked, Link, By, To> {
    type Relation = Self;
}

impl<M, Child, C> Named<M> for Referring<Child, C> {
    type Relation = Self;
}

impl<M, T: Named<M>> Named<M> for IncludingDeleted<T> {
    type Relation = IncludingDeleted<T::Relation>;
}
