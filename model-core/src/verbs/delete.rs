//! `delete`.

use crate::effects::impact::{Effect, Impact};
use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
#[cfg(feature = "postgres")]
use crate::model::SoftDelete;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::WriteOptions;
#[cfg(feature = "postgres")]
use crate::operation::filled;
use crate::operation::rolled_back::rolled_back;
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::sql::target::{ByFilter, ByKey};
#[cfg(feature = "postgres")]
use crate::values::Values;
use crate::verbs::delete_returning::DeleteReturning;
use crate::verbs::patch_returning::WritesSet;
use crate::verbs::preview::{Preview, PreviewOn};
use crate::verbs::{as_statement, by_mode, counting_to, expecting, write_options};
#[cfg(feature = "postgres")]
#[cfg(feature = "postgres")]
use crate::write::update::pg::{DeleteKind, PgUpdate};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The deletion of one row or of a set, which has not run yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct Delete<T, A> {
    pub(super) target: T,
    options: WriteOptions<A>,
}

write_options!([T] Delete<T>, { target });
by_mode!(Delete, {});
counting_to!(Delete);
expecting!([R: Manager, A] Delete<ByKey<R>, A>, "the row" of R::Model);

impl<T, A> Delete<T, A> {
    /// Returns the rows of the set, deleted, instead of their number:
    /// `Job::objects().filter(jobs::is_done.eq(true)).delete().returning().run(conn)`.
    pub fn returning(self) -> <Self as WritesSet>::Returning
    where
        Self: WritesSet,
    {
        self.into_returning()
    }
}

#[diagnostic::do_not_recommend]
impl<Row, Filter, Mode, A> WritesSet for Delete<ByFilter<Row, Filter, Mode>, A> {
    type Returning = DeleteReturning<ByFilter<Row, Filter, Mode>, false, A>;

    fn into_returning(self) -> Self::Returning {
        DeleteReturning::new(self.target, self.options)
    }
}

impl<T> Delete<T, NoActor> {
    pub(crate) fn new(target: T) -> Self {
        Self { target, options: WriteOptions::new() }
    }
}

/// Deletes the row. With soft deletion it returns the row as [`Deleted`](crate::Deleted), without it the last state
/// of the row.
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) when it is already deleted,
/// [`Stale`](crate::Error::Stale) when the model has a version and the row was modified after it was loaded;
/// [`Restricted`](crate::Error::Restricted) when rows that belong to it prevent the deletion; the database's
/// refusals, as for [`Create::run`](crate::verbs::Create::run).
impl<Row, A> Run for Delete<ByKey<Row>, A>
where
    Row: Manager,
{
    type Output = <<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>;
}

impl<Row, A> Ready for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
{
}

impl<Conn, Row, A> RunOn<Conn> for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without the first two.
impl<Row, A> RunOutcome for Delete<ByKey<Row>, A>
where
    Row: Manager,
{
    type Outcome = Outcome<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>;
}

impl<Conn, Row, A> OutcomeOn<Conn> for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn attempt(
        self,
        conn: &mut Conn,
    ) -> Result<Outcome<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>> {
        let operation = self.options.operation(Action::Delete);
        let (outcome, _) = hooks::run::delete(conn, self.target, operation)?;
        Ok(outcome.map(Into::into))
    }
}

/// Returns what [`run`](Run::run) would delete, and deletes nothing: the row, and a tree of the rows that belong
/// to it, with counts. It runs the deletion in a transaction and rolls it back, so the answer is exact.
///
/// # Errors
/// As for [`run`](Run::run).
impl<Row, A> Preview for Delete<ByKey<Row>, A> where Row: Manager {}

impl<Conn, Row, A> PreviewOn<Conn> for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let operation = self.options.operation(Action::Delete);
        rolled_back(conn, &operation, |conn, operation| {
            let (outcome, children) = hooks::run::delete(conn, self.target, operation)?;
            outcome.into_result()?;
            Ok(Impact { children, ..Impact::of(<Row::Model as Model>::META.name, 1, Effect::Deleted) })
        })
    }
}

/// Deletes every row of the set, and returns their number.
///
/// # Errors
/// [`Restricted`](crate::Error::Restricted) when rows that belong to one of them prevent the deletion; the
/// database's refusals, as for [`Create::run`](crate::verbs::Create::run).
impl<Row, Filter, Mode, A> Run for Delete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
{
    type Output = usize;
}

impl<Row, Filter, Mode, A> Ready for Delete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
{
}

impl<Conn, Row, Filter, Mode, A> RunOn<Conn> for Delete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::Delete);
        Ok(Mode::delete_rows(conn, self.target.in_mode(), operation)?.0)
    }
}

/// Returns what [`run`](Run::run) would delete, and deletes nothing, as for one row.
///
/// # Errors
/// As for [`run`](Run::run).
impl<Row, Filter, Mode, A> Preview for Delete<ByFilter<Row, Filter, Mode>, A> where Row: Manager {}

impl<Conn, Row, Filter, Mode, A> PreviewOn<Conn> for Delete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let operation = self.options.operation(Action::Delete);
        rolled_back(conn, &operation, |conn, operation| {
            let (count, children) = Mode::delete_rows(conn, self.target.in_mode(), operation)?;
            Ok(Impact { children, ..Impact::of(<Row::Model as Model>::META.name, count, Effect::Deleted) })
        })
    }
}

as_statement! {
    [R: Manager<Model: SoftDelete>, A] Delete<ByKey<R>, A>, of R::Model,
    "as [`Written<R>`](crate::verbs::Written).",
    "[`Invalid`](crate::Error::Invalid) when the actor does not fit `deleted_by` or `updated_by`.";
    this => Result<PgUpdate<'a, R::Model, ByKey<R>, DeleteKind>>: {
        let operation = this.options.operation(Action::Delete);
        let values = filled::<R::Model>(&operation, Values::fill_delete)?;
        Ok(PgUpdate::new(this.target, values, operation))
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/delete.rs"]
pub(crate) mod twin;
