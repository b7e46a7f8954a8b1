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

use crate::hooks::base::twin::BaseHooks;
use crate::hooks::policy::twin::RunsHooksOf;
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[model(hooks)]`, but no hooks for this asynchronous connection",
    label = "`impl model_async::Hooks<{Conn}> for {Self}` is missing",
    note = "write this impl (every method is optional, and an `async fn`), or remove `hooks` from `#[model(..)]` of \
                `{Self}`"
)]
pub trait Hooks<Conn>: Model<Hooks: OwnHooks> {
    fn before_create(
        new: &mut Draft<'_, Self, Creating>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_create(&self, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_patch(
        &self,
        patch: &mut Draft<'_, Self, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_patch(
        old: &Self,
        new: &Self,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_delete(&self, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_delete(&self, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_restore(
        &self,
        patch: &mut Draft<'_, Self, Changing>,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_restore(
        old: &Self,
        new: &Self,
        cx: &mut Context<'_, Conn>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn before_hard_delete(&self, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
    fn after_hard_delete(&self, cx: &mut Context<'_, Conn>) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { Ok(()) }
    }
}
