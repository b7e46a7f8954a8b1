//! `restore`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::action::Action;
use crate::meta::builder::Detached;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
#[cfg(feature = "postgres")]
use crate::operation::filled;
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::sql::find::found;
use crate::sql::lock::lock_table;
use crate::sql::on::RowOn;
use crate::sql::rows::load_row;
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
#[cfg(feature = "postgres")]
use crate::values::Values;
use crate::verbs::ancestors::RestoresAncestors;
use crate::verbs::restore_with::RestoreWith;
use crate::verbs::update::Patching;
use crate::verbs::{as_statement, by_mode, counting_to, expecting, write_options};
#[cfg(feature = "postgres")]
#[cfg(feature = "postgres")]
use crate::write::update::pg::{PgUpdate, RestoreKind};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The restoration of one deleted row or of a set, which has not run yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct Restore<T, A> {
    pub(super) target: T,
    options: WriteOptions<A>,
}

write_options!([T] Restore<T>, { target });
by_mode!(Restore, {});
counting_to!(Restore);
expecting!([R: Manager, A] Restore<ByKey<R>, A>, "the row" of R::Model);

impl<T> Restore<T, NoActor> {
    pub(crate) fn new(target: T) -> Self {
        Self { target, options: WriteOptions::new() }
    }
}

impl<Row, A> Restore<ByKey<Row>, A>
where
    Row: Manager,
{
    /// Restores the row with other values than it had, where one of them is taken meanwhile:
    /// `gone.restore().with(ArticlePatch::new().slug("sea-2")).by(&me).run(conn)`.
    pub fn with<P>(self, patch: P) -> RestoreWith<Row, A>
    where
        P: Patching<Model = Row::Model, Target = Detached>,
    {
        let (_, values) = patch.into_parts();
        RestoreWith::new(self.target, values, self.options)
    }

    /// Also restores the deleted ancestors of this row, the topmost first, each with the other rows of its deletion.
    pub fn with_ancestors(self) -> RestoreWithAncestors<ByKey<Row>, A> {
        RestoreWithAncestors { target: self.target, options: self.options }
    }
}

/// Restores the row, and returns it.
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound); [`NotDeleted`](crate::Error::NotDeleted) when another write has restored
/// it; [`Stale`](crate::Error::Stale) as for [`Delete::run`](crate::verbs::Delete::run);
/// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row now has the unique value of this row, or of a
/// row that is restored with it; [`ParentDeleted`](crate::Error::ParentDeleted) when one of the rows belongs to a
/// deleted row.
impl<Row, A> Run for Restore<ByKey<Row>, A>
where
    Row: Manager,
{
    type Output = Row;
}

impl<Row, A> Ready for Restore<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
{
}

impl<Conn, Row, A> RunOn<Conn> for Restore<ByKey<Row>, A>
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
/// As for [`run`](Run::run), without the first two.
impl<Row, A> RunOutcome for Restore<ByKey<Row>, A>
where
    Row: Manager,
{
    type Outcome = Outcome<Row>;
}

impl<Conn, Row, A> OutcomeOn<Conn> for Restore<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<Row>> {
        let operation = self.options.operation(Action::Restore);
        hooks::run::restore(conn, self.target, &mut Default::default(), Default::default(), operation)
    }
}

/// The restoration of one deleted row and of its ancestors, which has not run yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct RestoreWithAncestors<T, A> {
    pub(super) target: T,
    options: WriteOptions<A>,
}

write_options!([T] RestoreWithAncestors<T>, { target });
counting_to!(RestoreWithAncestors);

/// Restores the rows in one transaction, and returns this one.
///
/// # Errors
/// As for [`Restore::run`], for each of them.
impl<Row, A> Run for RestoreWithAncestors<ByKey<Row>, A>
where
    Row: Manager,
{
    type Output = Row;
}

impl<Row, A> Ready for RestoreWithAncestors<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
{
}

impl<Conn, Row, A> RunOn<Conn> for RestoreWithAncestors<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: RowOn<Conn::Backend>,
    <Row::Model as Model>::References: RestoresAncestors<Conn, Row::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<Row> {
        let operation = self.options.operation(Action::Restore);
        let target = self.target;
        hooks::run::with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            lock_table::<Row::Model, _>(conn)?;
            match found(conn, &target, RequiredState::Deleted)? {
                Outcome::Unchanged(_) => {}
                other => return other.into_result(),
            }
            let row: Option<Row::Model> = load_row(conn, Select::<Row::Model, _>::locked(&target))?;
            let Some(row) = row else { return Err(Error::NotFound) };
            <Row::Model as Model>::References::restore_ancestors(conn, &row, operation)?;
            match hooks::run::restore(conn, target.clone(), &mut Default::default(), Default::default(), operation)? {
                // The restoration of an ancestor has already restored it.
                Outcome::NotDeleted => load_row(conn, Select::<Row, _>::locked(&target))?.ok_or(Error::NotFound),
                found => found.into_result(),
            }
        })
    }
}

/// Restores every row of the set, and returns their number.
///
/// # Errors
/// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row now has the unique value of one of them,
/// [`ParentDeleted`](crate::Error::ParentDeleted) when one of them belongs to a row that stays deleted; then no row
/// is restored.
impl<Row, Filter, Mode, A> Run for Restore<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
{
    type Output = usize;
}

impl<Row, Filter, Mode, A> Ready for Restore<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
{
}

impl<Conn, Row, Filter, Mode, A> RunOn<Conn> for Restore<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::Restore);
        Mode::restore_rows(conn, self.target.in_mode(), operation)
    }
}

as_statement! {
    [R: Manager, A] Restore<ByKey<R>, A>, of R::Model,
    "as [`Written<R>`](crate::verbs::Written).",
    "[`Invalid`](crate::Error::Invalid) when the actor does not fit `updated_by`.";
    this => Result<PgUpdate<'a, R::Model, ByKey<R>, RestoreKind>>: {
        let operation = this.options.operation(Action::Restore);
        let values = filled::<R::Model>(&operation, Values::fill_restore)?;
        Ok(PgUpdate::new(this.target, values, operation))
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/restore.rs"]
pub(crate) mod twin;
