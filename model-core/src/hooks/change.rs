//! The change of a row, as `after_commit` receives it.

use crate::meta::error::Result;
use crate::model::Model;
use crate::model::actor::Actor;
use crate::model::hooked::{NeverCommits, ThenCommits};
use crate::operation::Operation;

/// The change of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<Row> {
    /// A row was created.
    Created(Row),
    /// A row was changed.
    Patched {
        /// The row as it was.
        old: Row,
        /// The row as it was after the write.
        new: Row,
    },
    /// A row was deleted. A marked row has its new state, a removed row its last state.
    Deleted(Row),
    /// A deleted row was restored.
    Restored {
        /// The row as it was.
        old: Row,
        /// The row as it was after the write.
        new: Row,
    },
    /// A row was removed; this is its last state.
    HardDeleted(Row),
}

impl<Row: Clone> Change<&Row> {
    fn cloned(self) -> Change<Row> {
        match self {
            Self::Created(row) => Change::Created(row.clone()),
            Self::Patched { old, new } => Change::Patched { old: old.clone(), new: new.clone() },
            Self::Deleted(row) => Change::Deleted(row.clone()),
            Self::Restored { old, new } => Change::Restored { old: old.clone(), new: new.clone() },
            Self::HardDeleted(row) => Change::HardDeleted(row.clone()),
        }
    }
}

/// The code that runs after the commit of a write to a model with `#[model(hooks, after_commit)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[model(after_commit)]`, but does not implement `AfterCommit`",
    label = "`impl AfterCommit for {Self}` is missing",
    note = "write this impl, or remove `after_commit` from `#[model(..)]` of `{Self}`"
)]
pub trait AfterCommit: Model + Clone + Send {
    /// Runs once for each write, in the order of the writes, after the outermost commit. It has no connection and
    /// cannot undo anything: use it to send a message, wake a worker or drop a cache entry. After a panic in it, the
    /// calls that follow do not run.
    ///
    /// `actor` is the actor of the write; its kind is `unknown` if the model does not require an actor and the write
    /// names none.
    fn after_commit(change: Change<Self>, actor: Actor);
}

/// Lets generated code check that a model implements `AfterCommit`.
pub const fn tells_after_commit<M: AfterCommit>() {}

/// Whether something runs after the commit of a write to a row of `M`: [`NeverCommits`] or [`ThenCommits`].
pub trait Commits<M> {
    /// Whether something runs after the commit.
    const COMMITS: bool;

    /// Collects the change for after the commit.
    ///
    /// # Errors
    /// As for [`Unit::on_commit`](crate::commit::Unit::on_commit).
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
        // A write without a unit was refused before.
        let Some(unit) = operation.unit else { return Ok(()) };
        let (change, actor) = (change().cloned(), operation.actor.unwrap_or(Actor::unknown()).clone());
        unit.on_commit(move || M::after_commit(change, actor))
    }
}
