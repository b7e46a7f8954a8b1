//! Runs the hooks of a model, by the types that say which hooks it has.

use crate::hooks::Hooks;
use crate::hooks::change::{Change, Commits};
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Creating, Draft};
use crate::hooks::points::hook_points;
use crate::meta::error::Result;
use crate::model::Model;
use crate::model::hooked::{Hooked, NoHooks};
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
    message = "`{M}` has hooks, but they are not implemented for this connection",
    label = "this write runs the hooks of `{M}`",
    note = "write `impl<Conn> Hooks<Conn> for {M}`, or `impl Hooks<..> for {M}` with the type of your connection; each \
            base of `{M}` with `#[model(hooks)]` needs `impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn>`"
)]
#[allow(unused_variables)]
pub trait RunsHooks<Conn, M: Model> {
    /// Whether there are any hooks.
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
