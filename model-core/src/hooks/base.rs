//! Hooks of a base, which run with the writes to rows of every model that embeds it.

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
pub trait HookedBase: Base + 'static {
    /// What is about to be written to its columns, to be read.
    type Seen<'v>;
    /// The same, to be changed.
    type Slots<'v>;
}

/// A model whose writes run the hooks of the base `B`: the `M` of its [`BaseHooks`]. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "a write to `{Self}` does not necessarily run the hooks of the base `{B}`",
    label = "the bound `{Self}: HookedBy<{B}>` is missing",
    note = "begin an impl for every model that embeds the base with `impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn>`"
)]
pub trait HookedBy<B: HookedBase>: Embeds<B> {
    /// The columns of the base among the values of a row, to be read.
    fn seen(values: &Self::Values) -> B::Seen<'_>;

    /// The same, to be changed.
    fn slots(values: &mut Self::Values) -> B::Slots<'_>;
}

/// The base with hooks that comes with this one as number `AT`. Generated; not implemented by hand.
pub trait BringsHooks<const AT: usize>: Base {
    /// Itself, or a base within it.
    type Base: HookedBase;
}

/// What runs with the writes to the rows of a model that embeds this base. Each method does nothing unless it is written.
///
/// `row.base()` is what the row has of the base, and `draft.set(Self::COLUMNS.locked, true)` sets a column of it. What else
/// a model has is known by bounds on `M`. See the [module](crate::hooks) for when they run.
#[diagnostic::on_unimplemented(
    message = "the base `{Self}` has `#[model(hooks)]`, but no hooks for `{M}` over this connection",
    label = "`impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for {Self}` is missing",
    note = "write this impl (every method is optional), or remove `hooks` from `#[model(..)]` of `{Self}`"
)]
#[allow(unused_variables)]
pub trait BaseHooks<M: HookedBy<Self>, Conn>: HookedBase {
    /// Before a new row is written: it may be changed.
    ///
    /// # Errors
    /// Any, to refuse the row: [`Error::refused`](crate::Error::refused), [`Error::invalid`](crate::Error::invalid).
    fn before_create(new: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a new row was written.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before a row is changed, which is locked: what is written to it may be changed.
    ///
    /// # Errors
    /// Any, to refuse the change.
    fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a row was changed.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_patch(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before a row is deleted, which is locked, and before what goes along with it.
    ///
    /// # Errors
    /// Any, to refuse the deletion.
    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a row was deleted: as it is now when it was marked, as it was when it was removed.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before a row is brought back, which is locked: `patch` has what an upsert writes to it on the way, and may be
    /// changed.
    ///
    /// # Errors
    /// Any, to refuse the restoration.
    fn before_restore(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a row was brought back.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_restore(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// Before a row is removed for good, which is locked, and before what goes along with it.
    ///
    /// # Errors
    /// Any, to refuse the removal.
    fn before_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }

    /// After a row was removed for good: as it was.
    ///
    /// # Errors
    /// Any, to undo the write.
    fn after_hard_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<()> {
        Ok(())
    }
}

/// At each point the hook of the base runs: before the others or, after the write, behind them.
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
