//! Removes rows that were deleted long ago.

pub(crate) mod page;
pub(crate) mod run;

pub use self::run::Purges;

use crate::effects::impact::Impact;
use crate::hooks::bulk::LeavesOut;
use crate::meta::action::Action;
use crate::meta::builder::IntoField;
use crate::meta::bulk::{Unspecified, WithoutHooks};
use crate::meta::clock;
use crate::meta::error::{Error, Result};
use crate::meta::type_only::TypeOnly;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::scope::Live;
use crate::model::{Model, SoftDelete, StartOf};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::objects::default_scope::{HasScope, InScope, RequiresScope, ResolvesScope};
use crate::query::objects::scope::FullyScoped;
use chrono::{DateTime, Utc};
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

/// How many rows one transaction removes by default.
const BATCH: usize = 500;

/// The removal of deleted rows, which has not run yet: `Article::purge()` returns it.
///
/// ```
/// # use model_core::prelude::*;
/// # #[cfg(feature = "sqlite")]
/// # fn tidy<M>(conn: &mut diesel::SqliteConnection) -> Result<(), Error>
/// # where
/// #     M: model_core::model::SoftDelete + model_core::Model<Hooks = model_core::hooks::NoHooks>,
/// #     M: Manager<Filter = model_core::objects::Unrestricted>,
/// #     diesel::sqlite::Sqlite: model_core::purge::Purges<diesel::SqliteConnection, M>,
/// # {
/// let purged = M::purge().older_than(days(90)).batch(500).by(&Actor::system()).run(conn)?;
/// println!("{} removed", purged.removed);
/// for row in &purged.blocked {
///     println!("{row}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// Rows that belong to a row by `on_delete = cascade` are removed first. A row stays if a live row belongs to it,
/// whatever the policy, or if the database refuses to remove it; both are reported.
///
/// If the model has a [default scope](crate::objects::DefaultScope), `Scope` says whether it is decided: a purge that
/// does not decide it does not compile.
#[must_use = "nothing is removed until `.run(conn)`"]
pub struct Purge<M: Model, OnProgress, A, Scope = Live, Mode = Unspecified> {
    older_than: Option<Duration>,
    batch: usize,
    dry_run: bool,
    progress: OnProgress,
    options: WriteOptions<A>,
    kept: Option<InScope<M>>,
    state: TypeOnly<(Scope, Mode)>,
}

impl<M: Model, OnProgress, A: fmt::Debug, Scope, Mode> fmt::Debug for Purge<M, OnProgress, A, Scope, Mode> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { older_than, batch, dry_run, .. } = self;
        let mut shown = f.debug_struct("Purge");
        shown.field("older_than", older_than).field("batch", batch).field("dry_run", dry_run).finish_non_exhaustive()
    }
}

/// The progress of a purge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many rows there were to remove at the start.
    pub total: usize,
    /// How many rows were removed so far, without those that belong to them.
    pub removed: usize,
    /// How many rows could not be removed.
    pub blocked: usize,
}

/// The result of a purge.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Purged {
    /// How many rows were removed, without those that belong to them.
    pub removed: usize,
    /// The removed rows that belonged to them, by relation.
    pub children: Vec<Impact>,
    /// The rows that stay, and why.
    pub blocked: Vec<Blocked>,
}

/// A row that a purge could not remove.
#[derive(Debug)]
pub struct Blocked {
    /// The key of the row, as text.
    pub object_id: String,
    /// [`Error::Restricted`] if a live row belongs to it, or the error of the database.
    pub reason: Error,
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.object_id, self.reason)
    }
}

/// Ignores the progress.
fn silent(_: Progress) {}

impl<M: SoftDelete> Purge<M, fn(Progress), NoActor, StartOf<M>> {
    pub(crate) fn new() -> Self {
        Self {
            older_than: None,
            batch: BATCH,
            dry_run: false,
            progress: silent,
            options: WriteOptions::new(),
            kept: None,
            state: PhantomData,
        }
    }
}

impl<M: Model, OnProgress, Scope, Mode> Purge<M, OnProgress, NoActor, Scope, Mode> {
    /// Sets the actor. A purge of an audited model does not compile without one.
    pub fn by(self, actor: &Actor) -> Purge<M, OnProgress, &Actor, Scope, Mode> {
        let Self { older_than, batch, dry_run, progress, options, kept, state } = self;
        Purge { older_than, batch, dry_run, progress, options: options.by(actor), kept, state }
    }
}

impl<M: Model, OnProgress, A, Scope> Purge<M, OnProgress, A, Scope> {
    /// Removes the rows without the [hooks](crate::hooks) of their model.
    pub fn without_hooks(self) -> Purge<M, OnProgress, A, Scope, WithoutHooks> {
        let Self { older_than, batch, dry_run, progress, options, kept, .. } = self;
        Purge { older_than, batch, dry_run, progress, options, kept, state: PhantomData }
    }
}

impl<M: Model, OnProgress, A, Scope, Mode> Purge<M, OnProgress, A, Scope, Mode> {
    /// Decides the default scope: the rows of one value, or all.
    pub(crate) fn within<T>(self, kept: Option<InScope<M>>) -> Purge<M, OnProgress, A, T, Mode> {
        let Self { older_than, batch, dry_run, progress, options, .. } = self;
        Purge { older_than, batch, dry_run, progress, options, kept, state: PhantomData }
    }

    /// Only rows that were deleted longer ago than this; without it, all deleted rows.
    pub fn older_than(self, duration: Duration) -> Self {
        Self { older_than: Some(duration), ..self }
    }

    /// Sets how many rows one transaction removes; the default is 500. With a smaller number other writers wait for
    /// less time, with a larger one the purge is faster.
    pub fn batch(self, rows: usize) -> Self {
        Self { batch: rows, ..self }
    }

    /// Whether everything is rolled back: the result says what would be removed, and what would stay.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// Sets the instant of the audit rows, from which the age is counted, instead of now.
    pub fn at(self, instant: DateTime<Utc>) -> Self {
        Self { options: self.options.at(instant), ..self }
    }

    /// Calls a function after each transaction.
    pub fn on_progress<Told: FnMut(Progress)>(self, progress: Told) -> Purge<M, Told, A, Scope, Mode> {
        let Self { older_than, batch, dry_run, options, kept, state, .. } = self;
        Purge { older_than, batch, dry_run, progress, options, kept, state }
    }
}

/// Removes the rows, in the order of their keys, each batch in a transaction of its own: after an error the earlier
/// batches stay removed, and the same call may be repeated.
///
/// SQL, for each batch: `SELECT .. FROM articles WHERE deleted_at < .. AND id > .. ORDER BY id LIMIT 500 FOR
/// UPDATE`, a `SELECT COUNT(*)` for each relation, and then the statements of `hard_delete` of a set
///
/// # Errors
/// [`Error::Invalid`] when the size of a batch is 0, and for an age if the deletion marker is a flag, which has no
/// time; those of the database.
impl<M: Model, OnProgress, A, Scope, Mode> Run for Purge<M, OnProgress, A, Scope, Mode> {
    type Output = Purged;
}

impl<M: SoftDelete, OnProgress: FnMut(Progress), A, Scope, Mode> Ready for Purge<M, OnProgress, A, Scope, Mode>
where
    Scope: FullyScoped<M>,
    A: ActsFor<M::Attribution>,
    Mode: LeavesOut<M::Hooks>,
{
}

impl<Conn, M: SoftDelete, OnProgress: FnMut(Progress), A, Scope, Mode> RunOn<Conn>
    for Purge<M, OnProgress, A, Scope, Mode>
where
    Scope: FullyScoped<M>,
    A: ActsFor<M::Attribution>,
    Mode: LeavesOut<M::Hooks>,
    Conn: SyncConnection<Backend: Purges<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Purged> {
        let Self { older_than, batch, dry_run, progress, options, kept, .. } = self;
        if batch == 0 {
            return Err(Error::invalid("batch", "must be at least 1"));
        }
        let operation = options.operation(Action::HardDelete);
        let before = older_than.map(|age| clock::before(operation.instant, age));
        let page = page::Page::<M>::first(before, kept, batch)?;
        run::purge(conn, page, dry_run, progress, operation)
    }
}

impl<M: Model, OnProgress, A, Scope> HasScope for Purge<M, OnProgress, A, Scope> {}

impl<T, M, OnProgress, A, Scope> RequiresScope<T> for Purge<M, OnProgress, A, Scope>
where
    M: Model,
    Scope: ResolvesScope<T, M>,
{
    type Value = Scope::Value;
    type Kept = Purge<M, OnProgress, A, Scope::Resolved>;
    type Lifted = Purge<M, OnProgress, A, Scope::Resolved>;

    fn keep(self, value: impl IntoField<Scope::Value>) -> Self::Kept {
        self.within(Some(Scope::condition(value.into_field())))
    }

    fn lift(self) -> Self::Lifted {
        self.within(None)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/purge/mod.rs"]
pub(crate) mod twin;
