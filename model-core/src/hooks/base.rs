//! Hooks of a base: they run with the writes to every model that embeds the base.

use crate::hooks::change::Change;
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Creating, Draft};
use crate::hooks::points::hook_points;
use crate::hooks::policy::RunsHooks;
use crate::meta::error::Result;
use crate::model::base::{Base, Embeds};
use crate::model::hooked::Based;
use crate::operation::Operation;

/// A base with `#[model(hooks)]`. Implemented by `#[derive(Base)]`.
#[diagnostic::on_unimplemented(
    message = "the base `{Self}` has no hooks",
    label = "`{Self}` does not have `#[model(hooks)]`",
    note = "add `#[model(hooks)]` to the struct, below `#[derive(Base)]`"
)]
pub trait HookedBase: Base + Send + Sync + 'static {
    /// The values that are about to be written to its columns, for reading.
    type Seen<'v>;
    /// The same values, for changes.
    type Slots<'v>;
}

/// A model whose writes run the hooks of the base `B`: the `M` of the base's [`BaseHooks`]. Implemented by
/// `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "a write to `{Self}` does not necessarily run the hooks of the base `{B}`",
    label = "the bound `{Self}: HookedBy<{B}>` is missing",
    note = "begin an impl for every model that embeds the base with `impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn>`"
)]
pub trait HookedBy<B: HookedBase>: Embeds<B> {
    /// The columns of the base in the values of a row, for reading.
    fn seen(values: &Self::Values) -> B::Seen<'_>;

    /// The same values, for changes.
    fn slots(values: &mut Self::Values) -> B::Slots<'_>;
}

/// The base with hooks that this base contains as number `AT`. Generated; do not implement it yourself.
pub trait BringsHooks<const AT: usize>: Base {
    /// This base, or a base inside it.
    type Base: HookedBase;
}

/// The hooks that run with the writes to a model that embeds this base. Every method is optional, and does nothing by
/// default.
///
/// `row.base()` is the base of the row, and `draft.set(Self::COLUMNS.locked, true)` sets a column of the base. Bounds
/// on `M` give access to more of the model. See the [module](crate::hooks) for when they run.
#[diagnostic::on_unimplemented(
    message = "the base `{Self}` has `#[model(hooks)]`, but no hooks for `{M}` over this connection",
    label = "`impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for {Self}` is missing",
    note = "write this impl (every method is optional), or remove `hooks` from `#[model(..)]` of `{Self}`"
)]
#[allow(unused_variables)]
pub trait BaseHooks<M: HookedBy<Self>, Conn>: HookedBase {
    /// Runs before a new row is written, and may change it.
    ///
    /// # Errors
    /// Any error refuses the row: [`Error::refused`](crate::Error::refused), [`Error::invalid`](crate::Error::invalid).
    fn before_create(new: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a new row was written.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before a row is changed, and may change the new values. The row is locked.
    ///
    /// # Errors
    /// Any error refuses the change.
    fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a row was changed.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_patch(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before a row is deleted, and before the deletion cascades. The row is locked.
    ///
    /// # Errors
    /// Any error refuses the deletion.
    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a row was deleted. A marked row has its new state, a removed row its last state.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before a row is restored. The row is locked. `patch` has the values that an upsert sets at the same time,
    /// and may be changed.
    ///
    /// # Errors
    /// Any error refuses the restoration.
    fn before_restore(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a row was restored.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_restore(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs before a row is removed, and before the rows that belong to it are. The row is locked.
    ///
    /// # Errors
    /// Any error refuses the removal.
    fn before_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Runs after a row was removed, with its last state.
    ///
    /// # Errors
    /// Any error undoes the write.
    fn after_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }
}

/// The hook of the base runs at each point: first before the write, and last after the write.
macro_rules! runs_those_of_the_base {
    ($($when:ident $name:ident($($arg:ident: $type:ty),*);)*) => {$(
        fn $name($($arg: $type,)* cx: &mut Context<'_, Conn>) -> Result<()> {
            runs_those_of_the_base!(@$when $name($($arg),*) cx)
        }
    )*};
    (@before $name:ident($($arg:ident),*) $cx:ident) => {{
        B::$name($($arg,)* $cx)?;
        Rest::$name($($arg,)* $cx)
    }};
    (@after $name:ident($($arg:ident),*) $cx:ident) => {{
        Rest::$name($($arg,)* $cx)?;
        B::$name($($arg,)* $cx)
    }};
}

#[diagnostic::do_not_recommend]
impl<Conn, M, B, Rest> RunsHooks<Conn, M> for Based<B, Rest>
where
    M: HookedBy<B>,
    B: BaseHooks<M, Conn>,
    Rest: RunsHooks<Conn, M>,
{
    const ANY: bool = true;
    const COMMITS: bool = Rest::COMMITS;

    hook_points!(runs_those_of_the_base);

    fn done<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Rest::done(operation, change)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/hooks/base.rs"]
pub(crate) mod twin;
