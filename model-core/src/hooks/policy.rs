//! Whether a model has hooks, as types.

use crate::hooks::Hooks;
use crate::hooks::base::Based;
use crate::hooks::bulk::WithoutHooks;
use crate::hooks::change::{Change, Commits, NeverCommits};
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Creating, Draft};
use crate::meta::error::Result;
use crate::model::Model;
use crate::operation::Entry;
use std::marker::PhantomData;

/// Nothing runs with a write.
#[derive(Debug, Clone, Copy)]
pub enum NoHooks {}

/// The [`Hooks`] of the model run with each write; `Then` says whether something runs after the commit.
#[derive(Debug, Clone, Copy)]
pub struct Hooked<Then = NeverCommits>(PhantomData<Then>);

/// What runs with the writes to rows of `M` over a connection: nothing, for [`NoHooks`].
#[allow(unused_variables)]
pub trait RunsHooks<Conn, M: Model> {
    /// Whether anything does.
    const ANY: bool = false;
    /// Whether something runs after the commit.
    const COMMITS: bool = false;

    /// See [`Hooks::before_create`].
    ///
    /// # Errors
    /// Those of the hook, as in all of these.
    fn before_create(new: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::after_create`].
    ///
    /// # Errors
    /// Those of the hook.
    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::before_patch`].
    ///
    /// # Errors
    /// Those of the hook.
    fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::after_patch`].
    ///
    /// # Errors
    /// Those of the hook.
    fn after_patch(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::before_delete`].
    ///
    /// # Errors
    /// Those of the hook.
    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::after_delete`].
    ///
    /// # Errors
    /// Those of the hook.
    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::before_restore`].
    ///
    /// # Errors
    /// Those of the hook.
    fn before_restore(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::after_restore`].
    ///
    /// # Errors
    /// Those of the hook.
    fn after_restore(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::before_hard_delete`].
    ///
    /// # Errors
    /// Those of the hook.
    fn before_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// See [`Hooks::after_hard_delete`].
    ///
    /// # Errors
    /// Those of the hook.
    fn after_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Notes what was done, for after the commit.
    ///
    /// # Errors
    /// As for [`Unit::on_commit`](crate::commit::Unit::on_commit).
    fn done<'r>(entry: &Entry<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<Conn, M: Model> RunsHooks<Conn, M> for NoHooks {}

#[diagnostic::do_not_recommend]
impl<Conn, M: Hooks<Conn>, Then: Commits<M>> RunsHooks<Conn, M> for Hooked<Then> {
    const ANY: bool = true;
    const COMMITS: bool = Then::COMMITS;

    fn before_create(new: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<()> {
        M::before_create(new, cx)
    }

    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.after_create(cx)
    }

    fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.before_patch(patch, cx)
    }

    fn after_patch(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        M::after_patch(old, new, cx)
    }

    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.before_delete(cx)
    }

    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.after_delete(cx)
    }

    fn before_restore(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.before_restore(patch, cx)
    }

    fn after_restore(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        M::after_restore(old, new, cx)
    }

    fn before_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.before_hard_delete(cx)
    }

    fn after_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        row.after_hard_delete(cx)
    }

    fn done<'r>(entry: &Entry<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Then::note(entry, change)
    }
}

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
