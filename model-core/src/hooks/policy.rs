//! Whether a model has hooks, as types.

use crate::hooks::Hooks;
use crate::hooks::change::{Change, Commits};
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Creating, Draft};
use crate::meta::error::Result;
use crate::meta::sealed::Sealed;
use crate::model::Model;
use crate::model::hooked::{Hooked, NoHooks};
use crate::operation::Operation;

/// What runs with the writes to rows of `M` over a connection: nothing, for [`NoHooks`].
#[diagnostic::on_unimplemented(
    message = "`{M}` has hooks, and they are not implemented for this connection",
    label = "this write runs the hooks of `{M}`",
    note = "write `impl Hooks<{Conn}> for {M}`, or `impl<Conn> Hooks<Conn> for {M}` for every connection; a base of `{M}` \
            with `#[model(hooks)]` needs `impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn>`"
)]
#[allow(unused_variables)]
pub trait RunsHooks<Conn, M: Model>: Sealed {
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
    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
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

    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Then::note(operation, change)
    }
}
