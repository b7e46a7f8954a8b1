//! Whether a model has hooks, as types: what the derive says of it. What they do is on a floor of its own.

use crate::meta::bulk::WithoutHooks;
use crate::meta::sealed::Sealed;
use std::marker::PhantomData;

/// Nothing runs with a write.
#[derive(Debug, Clone, Copy)]
pub enum NoHooks {}

/// The [`Hooks`] of the model run with each write; `Then` says whether something runs after the commit.
#[derive(Debug, Clone, Copy)]
pub struct Hooked<Then = NeverCommits>(PhantomData<Then>);

impl Sealed for NoHooks {}

impl<Then> Sealed for Hooked<Then> {}

/// The hooks of a model `M` whose write can be one statement that somebody else runs: none.
#[diagnostic::on_unimplemented(
    message = "a write to `{M}` runs its hooks, and is more than one statement",
    label = "`{M}`, or a base of it, has `#[model(hooks)]`, and a statement alone would pass them by",
    note = "run it by `.run(conn)`, on a connection that is not asynchronous"
)]
pub trait NoneOf<M> {}

impl<M> NoneOf<M> for NoHooks {}

/// The hooks of a model `M`, whose rows a relation writes as one set. `Said` is what it says of them: nothing
/// ([`Undecided`](super::Undecided)), or [`WithoutHooks`].
#[diagnostic::on_unimplemented(
    message = "this relation would write rows of `{M}` without running their hooks",
    label = "`{M}`, or a base of it, has `#[model(hooks)]`, and its rows are written here as one set",
    note = "write `without_hooks` behind it, as in `on_delete = cascade, without_hooks`, if that is meant; or choose \
            `restrict` or `keep`, and write the rows in a hook of this model"
)]
pub trait PassedBy<M, Said> {}

impl<M, Said> PassedBy<M, Said> for NoHooks {}

#[diagnostic::do_not_recommend]
impl<M, Then> PassedBy<M, WithoutHooks> for Hooked<Then> {}

#[diagnostic::do_not_recommend]
impl<M, B, Rest> PassedBy<M, WithoutHooks> for Based<B, Rest> {}

/// The hooks of the base `B` run with each write, around those of `Rest`.
#[derive(Debug, Clone, Copy)]
pub struct Based<B, Rest>(PhantomData<(B, Rest)>);

impl<B, Rest> Sealed for Based<B, Rest> {}

/// Nothing runs after the commit.
#[derive(Debug, Clone, Copy)]
pub enum NeverCommits {}

/// The [`AfterCommit`] of the model runs after the commit.
#[derive(Debug, Clone, Copy)]
pub enum ThenCommits {}
