//! `gone.restore().with(patch)`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::sql::target::ByKey;
use crate::values::ValuesOf;
use crate::verbs::{expecting, write_options};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The restoration of a deleted row with other values than it had, which has not run yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct RestoreWith<R: Manager, A> {
    target: ByKey<R>,
    values: ValuesOf<R>,
    options: WriteOptions<A>,
}

write_options!([R: Manager] RestoreWith<R>, { target, values });
expecting!([R: Manager, A] RestoreWith<R, A>, "the row" of R::Model);

impl<R: Manager, A> RestoreWith<R, A> {
    pub(crate) fn new(target: ByKey<R>, values: ValuesOf<R>, options: WriteOptions<A>) -> Self {
        Self { target, values, options }
    }
}

/// Restores the row with these values, in one write with one entry in the trail, and returns it.
///
/// # Errors
/// As for [`Restore::run`](crate::verbs::Restore::run), and [`Invalid`](crate::Error::Invalid) before anything is sent.
impl<R: Manager, A> Run for RestoreWith<R, A> {
    type Output = R;
}

impl<R: Manager, A> Ready for RestoreWith<R, A> where A: ActsFor<<R::Model as Model>::Attribution> {}

impl<Conn, R: Manager, A> RunOn<Conn> for RestoreWith<R, A>
where
    A: ActsFor<<R::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, R>>,
    Conn: RunsHooksOf<<R as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<R> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without [`NotFound`](crate::Error::NotFound) and
/// [`NotDeleted`](crate::Error::NotDeleted).
impl<R: Manager, A> RunOutcome for RestoreWith<R, A> {
    type Outcome = Outcome<R>;
}

impl<Conn, R: Manager, A> OutcomeOn<Conn> for RestoreWith<R, A>
where
    A: ActsFor<<R::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, R>>,
    Conn: RunsHooksOf<<R as Manager>::Model>,
{
    fn attempt(mut self, conn: &mut Conn) -> Result<Outcome<R>> {
        let operation = self.options.operation(Action::Restore);
        hooks::run::restore(conn, self.target, &mut self.values, Default::default(), operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/restore_with.rs"]
pub(crate) mod twin;
