//! `delete` and `restore`.

use crate::effects::impact::{Effect, Impact};
use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::hooks::policy::RunsHooks;
use crate::hooks::run::HooksOf;
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
#[cfg(feature = "postgres")]
use crate::model::SoftDelete;
#[cfg(feature = "postgres")]
use crate::model::StandsAlone;
use crate::model::actor::{Actor, ActsFor, NoActor};
#[cfg(feature = "postgres")]
use crate::model::hooked::NoneOf;
use crate::model::{DeletionPolicy, HasVersion, Manager, Model};
use crate::operation::WriteOptions;
#[cfg(feature = "postgres")]
use crate::operation::filled;
use crate::operation::rolled_back::rolled_back;
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
use crate::verbs::{by_mode, write_options};
#[cfg(feature = "postgres")]
use crate::write::update::DeleteKind;
#[cfg(feature = "postgres")]
use crate::write::update::RestoreKind;
#[cfg(feature = "postgres")]
use crate::write::update::pg::PgUpdate;
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use uuid::Uuid;

/// The code that the verbs that mark and unmark rows share.
macro_rules! marking {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[must_use = "a write does nothing until `.run(conn)`"]
        #[derive(Debug)]
        pub struct $name<T, A> {
            target: T,
            options: WriteOptions<A>,
        }

        write_options!([T] $name<T>, { target });

        impl<R: Manager, A> $name<ByKey<R>, A> {
            /// Sets the expected version of the row, which need not be loaded. If the row has another version, the
            /// write returns [`Stale`](crate::Error::Stale) and writes nothing.
            pub fn expecting(self, version: impl Into<i64>) -> Self
            where
                R::Model: HasVersion,
            {
                Self { target: self.target.expecting(version.into()), ..self }
            }
        }

        impl<T> $name<T, NoActor> {
            pub(crate) fn new(target: T) -> Self {
                Self { target, options: WriteOptions::new() }
            }
        }
    };
}

marking! {
    /// The deletion of one row or of a set, which has not run yet.
    Delete
}

marking! {
    /// The restoration of one deleted row or of a set, which has not run yet.
    Restore
}

impl<R, A> Delete<ByKey<R>, A>
where
    R: Manager,
{
    /// Deletes the row. With soft deletion it returns the row as [`Deleted`](crate::Deleted), without it the last state
    /// of the row.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) when it is already deleted,
    /// [`Stale`](crate::Error::Stale) when the model has a version and the row was modified after it was loaded;
    /// [`Restricted`](crate::Error::Restricted) when rows that belong to it prevent the deletion; the database's
    /// refusals, as for [`Create::run`](crate::Create::run).
    #[allow(clippy::type_complexity)]
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<<<R::Model as Model>::Deletion as DeletionPolicy>::Gone<R>>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Does the same as [`run`](Self::run), but returns what was found as an [`Outcome`].
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first two.
    #[allow(clippy::type_complexity)]
    pub fn outcome<Conn>(
        self,
        conn: &mut Conn,
    ) -> Result<Outcome<<<R::Model as Model>::Deletion as DeletionPolicy>::Gone<R>>>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        let operation = self.options.operation(Action::Delete);
        let (outcome, _) = hooks::delete(conn, self.target, operation)?;
        Ok(outcome.map(Into::into))
    }

    /// Returns what [`run`](Self::run) would delete, and deletes nothing: the row, and a tree of the rows that belong
    /// to it, with counts. It runs the deletion in a transaction and rolls it back, so the answer is exact.
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub fn preview<Conn>(self, conn: &mut Conn) -> Result<Impact>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        let operation = self.options.operation(Action::Delete);
        rolled_back(conn, &operation, |conn, operation| {
            let (outcome, children) = hooks::delete(conn, self.target, operation)?;
            outcome.into_result()?;
            Ok(Impact { model: <R::Model as Model>::META.name, count: 1, effect: Effect::Deleted, children })
        })
    }
}

by_mode!(Delete, {});
by_mode!(Restore, {});

impl<R, W, H, A> Delete<ByFilter<R, W, H>, A>
where
    R: Manager,
{
    /// Deletes every row of the set, and returns their number.
    ///
    /// # Errors
    /// [`Restricted`](crate::Error::Restricted) when rows that belong to one of them prevent the deletion; the
    /// database's refusals, as for [`Create::run`](crate::Create::run).
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection,
        ByFilter<R, W, H>: RunsWith<<R::Model as Model>::Hooks>,
        H: BulkStrategy<Conn, R, W>,
    {
        let operation = self.options.operation(Action::Delete);
        Ok(H::delete_rows(conn, self.target.in_mode(), operation)?.0)
    }

    /// Returns what [`run`](Self::run) would delete, and deletes nothing; see [the same for one row](Delete::preview).
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub fn preview<Conn>(self, conn: &mut Conn) -> Result<Impact>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection,
        ByFilter<R, W, H>: RunsWith<<R::Model as Model>::Hooks>,
        H: BulkStrategy<Conn, R, W>,
    {
        let operation = self.options.operation(Action::Delete);
        rolled_back(conn, &operation, |conn, operation| {
            let (count, children) = H::delete_rows(conn, self.target.in_mode(), operation)?;
            Ok(Impact { model: <R::Model as Model>::META.name, count, effect: Effect::Deleted, children })
        })
    }
}

impl<R, A> Restore<ByKey<R>, A>
where
    R: Manager,
{
    /// Restores the row, and returns it.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound); [`NotDeleted`](crate::Error::NotDeleted) when another write has restored
    /// it; [`Stale`](crate::Error::Stale) as for [`Delete::run`]; [`UniqueViolation`](crate::Error::UniqueViolation)
    /// when a live row now has the unique value of this row, or of a row that is restored with it;
    /// [`ParentDeleted`](crate::Error::ParentDeleted) when one of the rows belongs to a deleted row.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<R>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Does the same as [`run`](Self::run), but returns what was found as an [`Outcome`].
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first two.
    pub fn outcome<Conn>(self, conn: &mut Conn) -> Result<Outcome<R>>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        let operation = self.options.operation(Action::Restore);
        hooks::restore(conn, self.target, &mut Default::default(), operation)
    }
}

impl<R, A> Restore<ByKey<R>, A>
where
    R: Manager,
{
    /// Also restores the deleted ancestors of this row, the topmost first, each with the other rows of its deletion.
    pub fn with_ancestors(self) -> RestoreWithAncestors<ByKey<R>, A> {
        RestoreWithAncestors { target: self.target, options: self.options }
    }
}

/// The restoration of one deleted row and of its ancestors, which has not run yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct RestoreWithAncestors<T, A> {
    target: T,
    options: WriteOptions<A>,
}

write_options!([T] RestoreWithAncestors<T>, { target });

impl<R, A> RestoreWithAncestors<ByKey<R>, A>
where
    R: Manager,
{
    /// Restores the rows in one transaction, and returns this one.
    ///
    /// # Errors
    /// As for [`Restore::run`], for each of them.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<R>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
        R: RowOn<Conn::Backend>,
        <R::Model as Model>::References: RestoresAncestors<Conn, R::Model>,
    {
        let operation = self.options.operation(Action::Restore);
        let target = self.target;
        hooks::with_unit::<HooksOf<R>, _, _, _>(conn, operation, |conn, operation| {
            lock_table::<R::Model, _>(conn)?;
            match found(conn, &target, RequiredState::Deleted)? {
                Outcome::Unchanged(_) => {}
                other => return other.into_result(),
            }
            let row: Option<R::Model> = load_row(conn, Select::<R::Model, _>::locked(&target))?;
            let Some(row) = row else { return Err(Error::NotFound) };
            <R::Model as Model>::References::restore_ancestors(conn, &row, operation)?;
            match hooks::restore(conn, target.clone(), &mut Default::default(), operation)? {
                // The restoration of an ancestor has already restored it.
                Outcome::NotDeleted => load_row(conn, Select::<R, _>::locked(&target))?.ok_or(Error::NotFound),
                found => found.into_result(),
            }
        })
    }
}

impl<R, W, H, A> Restore<ByFilter<R, W, H>, A>
where
    R: Manager,
{
    /// Restores every row of the set, and returns their number.
    ///
    /// # Errors
    /// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row now has the unique value of one of them,
    /// [`ParentDeleted`](crate::Error::ParentDeleted) when one of them belongs to a row that stays deleted; then no row
    /// is restored.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection,
        ByFilter<R, W, H>: RunsWith<<R::Model as Model>::Hooks>,
        H: BulkStrategy<Conn, R, W>,
    {
        let operation = self.options.operation(Action::Restore);
        H::restore_rows(conn, self.target.in_mode(), operation)
    }
}

#[cfg(feature = "postgres")]
impl<R, A> Delete<ByKey<R>, A>
where
    R: Manager<Model: SoftDelete>,
{
    /// The single statement of this write on PostgreSQL, for another kind of connection (diesel-async): load it as
    /// [`Written<R>`](crate::verbs::Written).
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) when the actor does not fit `deleted_by` or `updated_by`.
    pub fn statement<'a>(self) -> Result<PgUpdate<'a, R::Model, ByKey<R>, DeleteKind>>
    where
        R::Model: StandsAlone + Model<Hooks: NoneOf<R::Model>>,
        A: ActsFor<<R::Model as Model>::Attribution> + 'a,
    {
        let operation = self.options.operation(Action::Delete);
        let values = filled::<R::Model>(&operation, Values::fill_delete)?;
        Ok(PgUpdate::new(self.target, values, operation))
    }
}

#[cfg(feature = "postgres")]
impl<R, A> Restore<ByKey<R>, A>
where
    R: Manager,
{
    /// The single statement of this write on PostgreSQL, for another kind of connection (diesel-async): load it as
    /// [`Written<R>`](crate::verbs::Written).
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) when the actor does not fit `updated_by`.
    pub fn statement<'a>(self) -> Result<PgUpdate<'a, R::Model, ByKey<R>, RestoreKind>>
    where
        R::Model: StandsAlone + Model<Hooks: NoneOf<R::Model>>,
        A: ActsFor<<R::Model as Model>::Attribution> + 'a,
    {
        let operation = self.options.operation(Action::Restore);
        let values = filled::<R::Model>(&operation, Values::fill_restore)?;
        Ok(PgUpdate::new(self.target, values, operation))
    }
}
