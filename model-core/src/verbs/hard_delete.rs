//! `hard_delete`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::verbs::delete_returning::DeleteReturning;
use crate::verbs::patch_returning::WritesSet;
use crate::verbs::{as_statement, by_mode, counting_to, expecting, write_options};
#[cfg(feature = "postgres")]
use crate::write::hard_delete::pg::PgDelete;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The removal of one row or of a set, which has not run yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct HardDelete<T, A> {
    pub(super) target: T,
    pub(super) required: RequiredState,
    options: WriteOptions<A>,
}

write_options!([T] HardDelete<T>, { target, required });

counting_to!(HardDelete);
expecting!([R: Manager, A] HardDelete<ByKey<R>, A>, "the row" of R::Model);

impl<T, A> HardDelete<T, A> {
    /// Returns the last states of the rows of the set, instead of their number.
    pub fn returning(self) -> <Self as WritesSet>::Returning
    where
        Self: WritesSet,
    {
        self.into_returning()
    }
}

#[diagnostic::do_not_recommend]
impl<Row, Filter, Mode, A> WritesSet for HardDelete<ByFilter<Row, Filter, Mode>, A> {
    type Returning = DeleteReturning<ByFilter<Row, Filter, Mode>, true, A>;

    fn into_returning(self) -> Self::Returning {
        DeleteReturning::new(self.target, self.options)
    }
}

impl<T> HardDelete<T, NoActor> {
    pub(crate) fn live(target: T) -> Self {
        Self { target, required: RequiredState::Live, options: WriteOptions::new() }
    }

    pub(crate) fn deleted(target: T) -> Self {
        Self { target, required: RequiredState::Deleted, options: WriteOptions::new() }
    }

    pub(crate) fn any(target: T) -> Self {
        Self { target, required: RequiredState::Any, options: WriteOptions::new() }
    }
}

/// Removes the row, and returns its last state.
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound); [`Deleted`](crate::Error::Deleted) or
/// [`NotDeleted`](crate::Error::NotDeleted) when its state has changed since it was loaded;
/// [`Stale`](crate::Error::Stale) when the model has a version and the row was modified after it was loaded;
/// [`ForeignKey`](crate::Error::ForeignKey) when other rows still reference it.
impl<Row, A> Run for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
{
    type Output = Row;
}

impl<Row, A> Ready for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
{
}

impl<Conn, Row, A> RunOn<Conn> for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<Row> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without the first three.
impl<Row, A> RunOutcome for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
{
    type Outcome = Outcome<Row>;
}

impl<Conn, Row, A> OutcomeOn<Conn> for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<Row>> {
        let operation = self.options.operation(Action::HardDelete);
        hooks::run::hard_delete(conn, self.target, self.required, operation)
    }
}

as_statement! {
    [R: Manager, A] HardDelete<ByKey<R>, A>, of R::Model,
    "as [`Written<R>`](crate::verbs::Written).";
    this => PgDelete<'a, R, ByKey<R>>: {
        let operation = this.options.operation(Action::HardDelete);
        PgDelete::new(this.target, this.required.of::<R::Model>(), operation)
    }
}

by_mode!(HardDelete, { required });

/// Removes every row of the set, and returns their number.
///
/// # Errors
/// [`ForeignKey`](crate::Error::ForeignKey) when other rows still reference one of them; then no row is removed.
impl<Row, Filter, Mode, A> Run for HardDelete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
{
    type Output = usize;
}

impl<Row, Filter, Mode, A> Ready for HardDelete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
{
}

impl<Conn, Row, Filter, Mode, A> RunOn<Conn> for HardDelete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::HardDelete);
        Mode::hard_delete_rows(conn, self.target.in_mode(), operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/hard_delete.rs"]
pub(crate) mod twin;
