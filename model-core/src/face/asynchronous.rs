//! What `model-async` builds on: the twins of the traits that applications name, written by `cargo xtask twins`.

pub use crate::audit::verify::twin::Verifies;
#[cfg(all(feature = "check", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub use crate::check::twin::of as check;
#[cfg(all(feature = "check", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub use crate::check::{declarations, schema::Declarations};
pub use crate::effects::writes::twin::Writes;
pub use crate::hooks::base::twin::BaseHooks;
pub use crate::hooks::policy::twin::RunsHooksOf;
pub use crate::hooks::twin::Hooks;
pub use crate::operation::run::twin::{OutcomeOn, RunOn};
pub use crate::operation::run::{Ready, Run, RunOutcome};
pub use crate::query::generic::load::twin::{LoadReferences, LoadsTargets};
pub use crate::query::relations::beside::plan::twin::LoadsPlan;
pub use crate::query::relations::load::Related;
pub use crate::query::relations::load::twin::Loads;
pub use crate::sql::driver::{Driver, Statement, refuse_lost, settle};
pub use crate::verbs::can_write::twin::CanWrite;
pub use crate::verbs::child::run::twin::WritesChild;
pub use crate::verbs::counted::twin::ExecuteOn;
pub use crate::verbs::preview::Preview;
pub use crate::verbs::preview::twin::PreviewOn;
pub use crate::verbs::verify::twin::{VerifyChildHistory, VerifyHistory};

/// What the two preludes have in common.
pub mod prelude {
    pub use crate::face::shared::*;
}

use crate::meta::error::Error;
use crate::model::unit::Unit;
use crate::operation::unit::{self, Open};
use crate::sql::dialect::Dialect;
use std::future::Future;

/// What a builder does, within its span. Without the feature `tracing`, nothing around it.
pub fn observed<Builder, T>(
    work: impl Future<Output = Result<T, Error>> + Send,
) -> impl Future<Output = Result<T, Error>> + Send {
    #[cfg(feature = "tracing")]
    return crate::meta::observe::asynchronous::<Builder, T>(work);
    #[cfg(not(feature = "tracing"))]
    work
}

/// Tells the span of the verb that a statement has run: how many rows it returned, or wrote otherwise.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub fn observe_statement<DB: Dialect>(returned: usize, affected: usize) {
    #[cfg(feature = "tracing")]
    crate::meta::observe::statement(DB::SYSTEM.name(), returned, affected);
}

/// The outermost transaction of a connection, with its unit.
#[allow(missing_debug_implementations)]
pub struct Transaction(Open);

impl Transaction {
    /// Opens it.
    ///
    /// # Errors
    /// [`Error::CommitUnseen`] when a transaction is open already; those of the database.
    pub fn open<Conn>(conn: &mut Conn) -> impl Future<Output = Result<Self, Error>> + Send
    where
        Conn: Driver<Backend: Dialect>,
    {
        let open = unit::twin::open(conn);
        async move { open.await.map(Self) }
    }

    /// The unit.
    pub fn unit(&self) -> &Unit {
        self.0.unit()
    }

    /// Commits it and runs what its unit has collected, or rolls it back.
    ///
    /// # Errors
    /// What was done in it has failed; those of the database.
    pub fn close<T, E, Conn>(self, conn: &mut Conn, done: Result<T, E>) -> impl Future<Output = Result<T, E>> + Send
    where
        Conn: Driver<Backend: Dialect>,
        T: Send + Sync,
        E: From<Error> + From<diesel::result::Error> + Send + Sync,
    {
        unit::twin::close(conn, self.0, done)
    }
}

/// A savepoint of a unit.
#[allow(missing_debug_implementations)]
pub struct Savepoint<'u> {
    unit: &'u Unit,
    before: usize,
}

impl<'u> Savepoint<'u> {
    /// Opens it.
    ///
    /// # Errors
    /// As for [`Unit::savepoint`].
    pub fn open<Conn: Driver>(conn: &mut Conn, unit: &'u Unit) -> impl Future<Output = Result<Self, Error>> + Send {
        async move { Ok(Self { unit, before: unit::twin::enter(conn, unit).await? }) }
    }

    /// Releases it, or rolls it back and drops what was collected in it.
    ///
    /// # Errors
    /// What was done in it has failed; those of the database.
    pub fn close<T, E, Conn>(self, conn: &mut Conn, done: Result<T, E>) -> impl Future<Output = Result<T, E>> + Send
    where
        Conn: Driver,
        T: Send + Sync,
        E: From<diesel::result::Error> + Send + Sync,
    {
        unit::twin::leave(conn, self.unit, self.before, done)
    }
}
