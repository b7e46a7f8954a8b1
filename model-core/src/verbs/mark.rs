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

/// The verbs that mark or unmark rows, which differ in little but their name.
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
            /// Says which version the row has to be at, where it was not loaded: at another one, this is
            /// [`Stale`](crate::Error::Stale), and nothing is written.
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
    /// The deletion of one row or of a set, not yet written.
    Delete
}

marking! {
    /// The return of one deleted row or of a set, not yet written.
    Restore
}

impl<R, A> Delete<ByKey<R>, A>
where
    R: Manager,
{
    /// Deletes the row. With soft deletion it comes back as [`Deleted`](crate::Deleted), without as the row it was.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) when it is deleted already,
    /// [`Stale`](crate::Error::Stale) when somebody else has written it since it was loaded, where it has a version;
    /// [`Restricted`](crate::Error::Restricted) when rows that belong to it hold it; the database's refusals, as for
    /// [`Create::run`](crate::Create::run).
    #[allow(clippy::type_complexity)]
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<<<R::Model as Model>::Deletion as DeletionPolicy>::Gone<R>>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
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

    /// Says what [`run`](Self::run) would delete, and deletes nothing: the row, and with it a tree of what goes along,
    /// with counts. It is deleted and brought back in a transaction, so the answer is exact.
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
    /// Deletes every row of the set, and returns how many.
    ///
    /// # Errors
    /// [`Restricted`](crate::Error::Restricted) when rows that belong to one of them hold it; the database's refusals, as for
    /// [`Create::run`](crate::Create::run).
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

    /// Says what [`run`](Self::run) would delete, and deletes nothing; see [the same for one row](Delete::preview).
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
    /// Brings the row back, and returns it live.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound); [`NotDeleted`](crate::Error::NotDeleted) when somebody else has brought
    /// it back; [`Stale`](crate::Error::Stale) as for [`Delete::run`];
    /// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row has taken its place, or that of a row that comes
    /// back with it; [`ParentDeleted`](crate::Error::ParentDeleted) when one of them belongs to a deleted row.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<R>
    where
        A: ActsFor<<R::Model as Model>::Attribution>,
        Conn: LoadConnection<Backend: Writes<Conn, R>>,
        HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
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
    /// Brings back the deleted rows that this one belongs to as well, the topmost first, each with what its deletion took.
    pub fn with_ancestors(self) -> RestoreWithAncestors<ByKey<R>, A> {
        RestoreWithAncestors { target: self.target, options: self.options }
    }
}

/// The return of one deleted row and of those above it, not yet written.
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
    /// Brings the rows back in one transaction, and returns this one live.
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
                // One of those above brought it back.
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
    /// Brings every row of the set back, and returns how many.
    ///
    /// # Errors
    /// [`UniqueViolation`](crate::Error::UniqueViolation) when a live row has taken the place of one of them,
    /// [`ParentDeleted`](crate::Error::ParentDeleted) when one of them belongs to a row that stays deleted: then none is
    /// brought back.
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
    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<R>`](crate::write::Written).
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
    /// The one statement that this write is on PostgreSQL, for a connection of another kind (diesel-async): load it
    /// as [`Written<R>`](crate::write::Written).
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
