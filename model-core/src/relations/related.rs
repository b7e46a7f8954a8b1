//! How one model reaches another.

use std::marker::PhantomData;

/// A model from which `T` is reached by exactly one declared relation, so that `T` is name enough for it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no relation to `{T}` that the two alone would name",
    label = "`{Self}` declares none, or several",
    note = "declare it by `belongs_to`, `has_many`, `has_one` or `many_to_many`; of several, name one: \
            `Parent<Author, articles::created_by>`, `Children<Comment, comments::article_id>`"
)]
pub trait Relates<T> {
    /// The relation: [`Parent`], [`Children`], [`OneChild`] or [`Through`].
    type By;
}

/// The relation to the parent `P` by the foreign key `C` of this model.
#[derive(Debug, Clone, Copy)]
pub struct Parent<P, C>(PhantomData<(P, C)>);

/// The relation to the rows of `R` whose foreign key `C` refers to this model.
#[derive(Debug, Clone, Copy)]
pub struct Children<R, C>(PhantomData<(R, C)>);

/// The relation to the one row of `R` whose foreign key `C` refers to this model.
#[derive(Debug, Clone, Copy)]
pub struct OneChild<R, C>(PhantomData<(R, C)>);

/// The relation to the rows of `R` through the rows of `Link`, whose foreign key `By` refers to this model and `To` to
/// `R`.
#[derive(Debug, Clone, Copy)]
pub struct Through<R, Link, By, To>(PhantomData<(R, Link, By, To)>);
