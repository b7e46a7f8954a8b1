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

use crate::hooks::policy::twin::RunsHooks;
#[diagnostic::on_unimplemented(
    message = "the base `{Self}` has `#[model(hooks)]`, but no hooks for `{M}` over this connection",
    label = "`impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for {Self}` is missing",
    note = "write this impl (every method is optional), or remove `hooks` from `#[model(..)]` of `{Self}`"
)]
pub trait BaseHooks<M: HookedBy<Self>, Conn>: HookedBase {
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
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, M: Send + Sync, B: Send + Sync, Rest: Send + Sync> crate::hooks::policy::twin::RunsHooks<Conn, M>
    for Based<B, Rest>
where
    M: HookedBy<B>,
    B: crate::hooks::base::twin::BaseHooks<M, Conn>,
    Rest: crate::hooks::policy::twin::RunsHooks<Conn, M>,
{
    const ANY: bool = true;
    const COMMITS: bool = Rest::COMMITS;
    fn before_create(
        new: &mut Draft<'_, M, Creating>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    B::before_create(new, cx).await?;
                    Rest::before_create(new, cx).await
                }
            }
        }
    }
    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    Rest::after_create(row, cx).await?;
                    B::after_create(row, cx).await
                }
            }
        }
    }
    fn before_patch(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    B::before_patch(row, patch, cx).await?;
                    Rest::before_patch(row, patch, cx).await
                }
            }
        }
    }
    fn after_patch(
        old: &M,
        new: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    Rest::after_patch(old, new, cx).await?;
                    B::after_patch(old, new, cx).await
                }
            }
        }
    }
    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    B::before_delete(row, cx).await?;
                    Rest::before_delete(row, cx).await
                }
            }
        }
    }
    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    Rest::after_delete(row, cx).await?;
                    B::after_delete(row, cx).await
                }
            }
        }
    }
    fn before_restore(
        row: &M,
        patch: &mut Draft<'_, M, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    B::before_restore(row, patch, cx).await?;
                    Rest::before_restore(row, patch, cx).await
                }
            }
        }
    }
    fn after_restore(
        old: &M,
        new: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    Rest::after_restore(old, new, cx).await?;
                    B::after_restore(old, new, cx).await
                }
            }
        }
    }
    fn before_hard_delete(
        row: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    B::before_hard_delete(row, cx).await?;
                    Rest::before_hard_delete(row, cx).await
                }
            }
        }
    }
    fn after_hard_delete(
        row: &M,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            {
                {
                    Rest::after_hard_delete(row, cx).await?;
                    B::after_hard_delete(row, cx).await
                }
            }
        }
    }
    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Rest::done(operation, change)
    }
}
