//! Whether a model has hooks, as types that the derive names. The folder `hooks` runs them.

use crate::meta::bulk::WithoutHooks;
use crate::meta::sealed::Sealed;
use crate::meta::type_only::TypeOnly;
use std::marker::PhantomData;

/// No hooks run with a write.
#[derive(Debug, Clone, Copy)]
pub enum NoHooks {}

/// The hooks of the model run with each write; `Then` says whether something runs after the commit.
#[derive(Debug, Clone, Copy)]
pub struct Hooked<Then = NeverCommits>(PhantomData<fn() -> Then>);

impl Sealed for NoHooks {}

impl<Then> Sealed for Hooked<Then> {}

/// Implemented for the hooks of a model `M` without any: only its write can be a single statement that the caller runs.
#[diagnostic::on_unimplemented(
    message = "a write to `{M}` runs hooks, so it is more than one statement",
    label = "`{M}`, or a base of it, has `#[model(hooks)]`, and a single statement would skip the hooks",
    note = "write `.run(conn)` over a synchronous connection instead: it runs the hooks"
)]
#[cfg(feature = "postgres")]
pub trait NoneOf<M> {}

#[cfg(feature = "postgres")]
impl<M> NoneOf<M> for NoHooks {}

/// The hooks of a model `M` whose rows a relation writes as one set. `Said` is the statement of the relation about
/// them: nothing ([`Unspecified`](crate::meta::bulk::Unspecified)), or [`WithoutHooks`].
#[diagnostic::on_unimplemented(
    message = "this relation would write rows of `{M}` without running their hooks",
    label = "`{M}`, or a base of it, has `#[model(hooks)]`, but this relation writes its rows as one set",
    note = "if the hooks should not run, add `without_hooks`, as in `on_delete = cascade, without_hooks`; otherwise \
            choose `restrict` or `keep`, and write the rows in a hook of this model"
)]
pub trait PassedBy<M, Said> {}

impl<M, Said> PassedBy<M, Said> for NoHooks {}

#[diagnostic::do_not_recommend]
impl<M, Then> PassedBy<M, WithoutHooks> for Hooked<Then> {}

#[diagnostic::do_not_recommend]
impl<M, B, Rest> PassedBy<M, WithoutHooks> for Based<B, Rest> {}

/// The hooks of the base `B` run with each write, around the hooks of `Rest`.
#[derive(Debug, Clone, Copy)]
pub struct Based<B, Rest>(TypeOnly<(B, Rest)>);

impl<B, Rest> Sealed for Based<B, Rest> {}

/// The hooks of a model with `#[model(hooks)]`, inside the hooks of its bases.
#[diagnostic::on_unimplemented(
    message = "these hooks would never run: the model does not have `#[model(hooks)]`",
    label = "no write to this model would run them",
    note = "add `hooks` to `#[model(..)]` on the struct"
)]
pub trait OwnHooks: Sealed {}

impl<Then> OwnHooks for Hooked<Then> {}

#[diagnostic::do_not_recommend]
impl<B, Rest: OwnHooks> OwnHooks for Based<B, Rest> {}

/// Nothing runs after the commit.
#[derive(Debug, Clone, Copy)]
pub enum NeverCommits {}

/// The model's `AfterCommit` runs after the commit.
#[derive(Debug, Clone, Copy)]
pub enum ThenCommits {}
