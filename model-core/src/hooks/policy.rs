//! Runs the hooks of a model, by the types that say which hooks it has.

use crate::hooks::Hooks;
use crate::hooks::change::{Change, Commits};
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Creating, Draft};
use crate::hooks::points::hook_points;
use crate::meta::error::Result;
use crate::meta::sealed::Sealed;
use crate::model::hooked::{Hooked, NoHooks};
use crate::model::{Manager, Model};
use crate::operation::Operation;

/// Nothing runs at any point.
macro_rules! does_nothing {
    ($($when:ident $name:ident($($arg:ident: $type:ty),*);)*) => {$(
        #[doc = concat!("See [`Hooks::", stringify!($name), "`].")]
        ///
        /// # Errors
        /// Those of the hook.
        fn $name($($arg: $type,)* cx: &mut Context<'_, Conn>) -> Result<()> {
            Ok(())
        }
    )*};
}

/// The hook of the model runs at each point.
macro_rules! runs_those_of_the_model {
    ($($when:ident $name:ident($($arg:ident: $type:ty),*);)*) => {$(
        fn $name($($arg: $type,)* cx: &mut Context<'_, Conn>) -> Result<()> {
            <M as Hooks<Conn>>::$name($($arg,)* cx)
        }
    )*};
}

/// The hooks that run with the writes to rows of `M` over a connection: none for [`NoHooks`].
#[diagnostic::on_unimplemented(
    message = "`{M}` has hooks, but none for the connection `{Self}`",
    label = "this write runs the hooks of `{M}`",
    note = "write `impl Hooks<{Self}> for {M}`, or `impl<Conn> Hooks<Conn> for {M}` for every connection; a base of `{M}` \
            with `#[model(hooks)]` needs `impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn>`",
    note = "a pooled connection has a different type from the connection inside it: if the hooks are for the inner \
            type, write `.run(&mut *pooled)`"
)]
#[cfg_attr(
    any(),
    diagnostic::on_unimplemented(
        message = "`{M}` has hooks, but none for the connection `{Self}`",
        label = "this write runs the hooks of `{M}`",
        note = "write `impl model_async::Hooks<..> for {M}`, with `async fn`, for the borrowed connection of the backend: \
                `model_async::Pg<'_>`, `Mysql<'_>` or `Sqlite<'_>`; hooks of `model_core` run over synchronous connections",
        note = "a base of `{M}` with `#[model(hooks)]` needs \
                `impl<M: HookedBy<Self>, Conn: Send> model_async::BaseHooks<M, Conn>`"
    )
)]
pub trait RunsHooksOf<M: Model>: Sized {
    /// What runs.
    type Hooks: RunsHooks<Self, M>;
}

#[diagnostic::do_not_recommend]
impl<Conn, M: Model<Hooks: RunsHooks<Conn, M>>> RunsHooksOf<M> for Conn {
    type Hooks = M::Hooks;
}

/// The hooks of the model of `R`, over a connection.
pub(crate) type HooksFor<Conn, R> = <Conn as RunsHooksOf<<R as Manager>::Model>>::Hooks;

/// What runs with the writes to rows of `M` over a connection: nothing, for [`NoHooks`].
#[allow(unused_variables)]
pub trait RunsHooks<Conn, M: Model>: Sealed {
    /// Whether anything does.
    const ANY: bool = false;
    /// Whether something runs after the commit.
    const COMMITS: bool = false;

    hook_points!(does_nothing);

    /// Collects the change for after the commit.
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

    hook_points!(runs_those_of_the_model);

    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Then::note(operation, change)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/hooks/policy.rs"]
pub(crate) mod twin;
