// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::hooks::twin::Hooks;
#[diagnostic::on_unimplemented(
    message = "`{M}` has hooks, but none for the connection `{Self}`",
    label = "this write runs the hooks of `{M}`",
    note = "write `impl model_async::Hooks<..> for {M}`, with `async fn`, for the borrowed connection of the backend: \
                `model_async::Pg<'_>`, `Mysql<'_>` or `Sqlite<'_>`; hooks of `model_core` run over synchronous connections",
    note = "a base of `{M}` with `#[model(hooks)]` needs \
                `impl<M: HookedBy<Self>, Conn: Send> model_async::BaseHooks<M, Conn>`"
)]
pub trait RunsHooksOf<M: Model>: Sized {
    type Hooks: crate::hooks::policy::twin::RunsHooks<Self, M>;
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, M: Model<Hooks: crate::hooks::policy::twin::RunsHooks<Conn, M>> + Send + Sync>
    crate::hooks::policy::twin::RunsHooksOf<M> for Conn
{
    type Hooks = M::Hooks;
}

pub(crate) type HooksFor<Conn, R> = <Conn as crate::hooks::policy::twin::RunsHooksOf<<R as Manager>::Model>>::Hooks;

pub trait RunsHooks<Conn, M: Model>: Sealed {
    const ANY: bool = false;
    const COMMITS: bool = false;
    fn before_create(
        new: &mut Draft<'_, M, Creating>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_patch(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_patch(
        old: &M,
        new: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_restore(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_restore(
        old: &M,
        new: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_hard_delete(
        row: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_hard_delete(
        row: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, M: Model + Send + Sync> crate::hooks::policy::twin::RunsHooks<Conn, M> for NoHooks {}

#[diagnostic::do_not_recommend]
impl<Conn: Send, M: crate::hooks::twin::Hooks<Conn> + Send + Sync, Then: Commits<M> + Send + Sync>
    crate::hooks::policy::twin::RunsHooks<Conn, M> for Hooked<Then>
{
    const ANY: bool = true;
    const COMMITS: bool = Then::COMMITS;
    fn before_create(
        new: &mut Draft<'_, M, Creating>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::before_create(new, cx).await }
    }
    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::after_create(row, cx).await }
    }
    fn before_patch(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::before_patch(row, patch, cx).await }
    }
    fn after_patch(
        old: &M,
        new: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::after_patch(old, new, cx).await }
    }
    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::before_delete(row, cx).await }
    }
    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::after_delete(row, cx).await }
    }
    fn before_restore(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::before_restore(row, patch, cx).await }
    }
    fn after_restore(
        old: &M,
        new: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::after_restore(old, new, cx).await }
    }
    fn before_hard_delete(
        row: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::before_hard_delete(row, cx).await }
    }
    fn after_hard_delete(
        row: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { <M as crate::hooks::twin::Hooks<Conn>>::after_hard_delete(row, cx).await }
    }
    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Then::note(operation, change)
    }
}
