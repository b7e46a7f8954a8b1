//! What was done to a row, as it is told after the commit.

use crate::meta::error::Result;
use crate::model::Model;
use crate::model::actor::Actor;
use crate::model::hooked::{NeverCommits, ThenCommits};
use crate::operation::Operation;

/// What was done to one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<R> {
    /// There is a new row.
    Created(R),
    /// A row has other values.
    Patched {
        /// The row as it was.
        old: R,
        /// The row as it was after the write.
        new: R,
    },
    /// A row was deleted: as it was after that when it was marked, as it was before when it was removed.
    Deleted(R),
    /// A deleted row was brought back.
    Restored {
        /// The row as it was.
        old: R,
        /// The row as it was after the write.
        new: R,
    },
    /// A row was removed for good: as it was.
    HardDeleted(R),
}

impl<R: Clone> Change<&R> {
    fn cloned(self) -> Change<R> {
        match self {
            Self::Created(row) => Change::Created(row.clone()),
            Self::Patched { old, new } => Change::Patched { old: old.clone(), new: new.clone() },
            Self::Deleted(row) => Change::Deleted(row.clone()),
            Self::Restored { old, new } => Change::Restored { old: old.clone(), new: new.clone() },
            Self::HardDeleted(row) => Change::HardDeleted(row.clone()),
        }
    }
}

/// What runs after the commit of a write to a row of a model with `#[model(hooks, after_commit)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[model(after_commit)]`, but does not implement `AfterCommit`",
    label = "`impl AfterCommit for {Self}` is missing",
    note = "write this impl, or remove `after_commit` from `#[model(..)]` of `{Self}`"
)]
pub trait AfterCommit: Model + Clone + Send {
    /// Runs once for each write, in their order, after the outermost commit. It has no connection and cannot undo
    /// anything: send a message, wake a worker, drop an entry of a cache. A panic in it leaves out those that come after
    /// it.
    ///
    /// `actor` is who acted; one of the kind `unknown` where the model does not ask for one and none was named.
    fn after_commit(change: Change<Self>, actor: Actor);
}

/// Asks, for generated code, whether there is something that runs after the commit.
pub const fn tells_after_commit<M: AfterCommit>() {}

/// Whether something runs after the commit of a write to a row of `M`: [`NeverCommits`] or [`ThenCommits`].
pub trait Commits<M> {
    /// Whether it does.
    const COMMITS: bool;

    /// Notes what was done.
    ///
    /// # Errors
    /// As for [`Unit::on_commit`](super::Unit::on_commit).
    fn note<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r;
}

impl<M> Commits<M> for NeverCommits {
    const COMMITS: bool = false;

    fn note<'r>(_: &Operation<'_>, _: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<M: AfterCommit> Commits<M> for ThenCommits {
    const COMMITS: bool = true;

    fn note<'r>(operation: &Operation<'_>, change: impl FnOnce() -> Change<&'r M>) -> Result<()>
    where
        M: 'r,
    {
        // Without a unit the write has been refused already.
        let Some(unit) = operation.unit else { return Ok(()) };
        let (change, actor) = (change().cloned(), operation.actor.unwrap_or(Actor::unknown()).clone());
        unit.on_commit(move || M::after_commit(change, actor))
    }
}
