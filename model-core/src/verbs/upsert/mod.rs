//! `upsert`, `upsert_many` and `get_or_create`.

pub(crate) mod backend;
pub(crate) mod conflict;
pub(crate) mod found;
pub(crate) mod macros;
pub(crate) mod new;
pub(crate) mod overwrite;
pub(crate) mod run;

use crate::hooks;
use crate::hooks::bulk::RunsRowByRow;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::unique::{OnDeleted, Unique};
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::hooked::NoHooks;
use crate::model::{Manager, Model, SoftDelete};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::verbs::upsert::backend::Upserts;
use crate::verbs::upsert::conflict::{Chosen, ConflictTarget, KEY};
use crate::verbs::upsert::new::NewRow;
use crate::verbs::upsert::overwrite::Overwrite;
use crate::verbs::upsert::run::{OnLive, UpsertPlan, Upserted};
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, NonAggregate};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::BoolOrNullableBool;
use std::marker::PhantomData;
use uuid::Uuid;

/// The state of an upsert without a conflict target.
#[derive(Debug, Clone, Copy)]
pub enum NoTarget {}

/// The state of an upsert without a condition on the update.
#[derive(Debug, Clone, Copy)]
pub struct NoGuard;

impl<DB: Backend> QueryFragment<DB> for NoGuard {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// The state of an upsert with a conflict target, the argument of `on`.
#[diagnostic::on_unimplemented(
    message = "this upsert does not say which unique key decides whether the row exists",
    label = "no unique key identifies the row",
    note = "name a unique key of the model by its column before `.run(conn)`: `.on(articles::slug)`"
)]
pub trait Conflict<M: Model> {
    /// The unique key, which may be the primary key.
    const UNIQUE: &'static Unique;
}

#[diagnostic::do_not_recommend]
impl<M: Model, const AT: usize> Conflict<M> for Chosen<AT> {
    const UNIQUE: &'static Unique = if AT == KEY { &Unique::of_key(M::META) } else { &M::META.uniques[AT] };
}

/// The state of an upsert of many rows whose hooks run.
#[derive(Debug, Clone, Copy)]
pub struct UpsertRowByRow<T>(PhantomData<fn() -> T>);

#[diagnostic::do_not_recommend]
impl<M: Model, T: Conflict<M>> Conflict<M> for UpsertRowByRow<T> {
    const UNIQUE: &'static Unique = T::UNIQUE;
}

impl<T, Hooks> RunsRowByRow<Hooks> for UpsertRowByRow<T> {}

impl RunsRowByRow<NoHooks> for NoTarget {}

impl<const AT: usize> RunsRowByRow<NoHooks> for Chosen<AT> {}

/// The parts that every upsert has in addition to its rows.
macro_rules! upsert {
    ($(#[$doc:meta])* $name:ident<$($guard:ident)?> { $held:ident: $ty:ty $(, $guarded:ident)? }) => {
        $(#[$doc])*
        #[must_use = "a write does nothing until `.run(conn)`"]
        #[allow(missing_debug_implementations)]
        pub struct $name<M: Model, T, $($guard,)? A> {
            $held: $ty,
            target: PhantomData<fn() -> T>,
            on_deleted: Option<OnDeleted>,
            $($guarded: $guard,)?
            options: WriteOptions<A>,
        }

        write_options!([M: Model, T $(, $guard)?] $name<M, T $(, $guard)?>, { $held, target, on_deleted $(, $guarded)? });

        impl<M: Model $(, $guard)?, A> $name<M, NoTarget, $($guard,)? A> {
            /// Sets the conflict target: the unique key that decides whether the row exists. Name its column, or all
            /// its columns as a tuple.
            ///
            /// The primary key is allowed too: `Setting::upsert(new).on(settings::name)`. The caller then provides the
            /// key of the new row, even if the library or the database generates the keys of other rows.
            pub fn on<C: ConflictTarget<M>>(self, _: C) -> $name<M, C::Chosen, $($guard,)? A> {
                $name {
                    $held: self.$held,
                    target: PhantomData,
                    on_deleted: self.on_deleted,
                    $($guarded: self.$guarded,)?
                    options: self.options,
                }
            }
        }

        impl<M: Model, T $(, $guard)?, A> $name<M, T, $($guard,)? A> {
            /// Sets what happens if the existing row is deleted, instead of the policy of `unique(on_deleted = ..)` or
            /// `primary_key(on_deleted = ..)`.
            pub fn on_deleted(self, policy: OnDeleted) -> Self
            where
                M: SoftDelete,
            {
                Self { on_deleted: Some(policy), ..self }
            }
        }
    };
}

upsert! {
    /// Creates a new row or changes the row with the same unique value. It is not written yet.
    ///
    /// The unique key (`on_deleted = revive | restore | insert | refuse`) or [`on_deleted`](Self::on_deleted) decides
    /// what happens if the row with the same value is deleted.
    ///
    /// It is safe in a race: of many concurrent upserts, one creates the row and the others change it. Each step is a
    /// separate transaction, or a savepoint in an open one. In an open transaction on MySQL or MariaDB, two writers
    /// that create the same row at once may get a [`Conflict`](crate::Error::Conflict), and the snapshot of the
    /// transaction decides whether the existing row counts as deleted.
    Upsert<G> { values: M::Values, guard }
}

upsert! {
    /// Does an [`Upsert`] for each of many rows, which are not written yet.
    UpsertMany<G> { rows: Vec<M::Values>, guard }
}

upsert! {
    /// Returns the row with the same unique value, or creates one. It is not read yet.
    GetOrCreate<> { values: M::Values }
}

impl<M: Model> Upsert<M, NoTarget, NoGuard, NoActor> {
    pub(crate) fn new(values: M::Values) -> Self {
        Self { values, target: PhantomData, on_deleted: None, guard: NoGuard, options: WriteOptions::new() }
    }
}

impl<M: Model> UpsertMany<M, NoTarget, NoGuard, NoActor> {
    pub(crate) fn new(rows: Vec<M::Values>) -> Self {
        Self { rows, target: PhantomData, on_deleted: None, guard: NoGuard, options: WriteOptions::new() }
    }
}

impl<M: Model> GetOrCreate<M, NoTarget, NoActor> {
    pub(crate) fn new(values: M::Values) -> Self {
        Self { values, target: PhantomData, on_deleted: None, options: WriteOptions::new() }
    }
}

/// A condition on the update, for one row and for many.
macro_rules! guarded {
    ($name:ident, $held:ident) => {
        impl<M: Model, T, A> $name<M, T, NoGuard, A> {
            /// Updates an existing row only if this condition holds for its locked state; otherwise the row is
            /// [`Kept`](Upserted::Kept). The condition does not affect the search for the row.
            pub fn update_if<P>(self, condition: P) -> $name<M, T, P, A>
            where
                P: Expression<SqlType: BoolOrNullableBool> + AppearsOnTable<M::Table> + NonAggregate,
            {
                $name {
                    $held: self.$held,
                    target: PhantomData,
                    on_deleted: self.on_deleted,
                    guard: condition,
                    options: self.options,
                }
            }
        }
    };
}

guarded!(Upsert, values);
guarded!(UpsertMany, rows);

impl<M: Model, Guard, const AT: usize, A> UpsertMany<M, Chosen<AT>, Guard, A> {
    /// Upserts the rows one by one, each with the [hooks](crate::hooks) of the model, in one transaction.
    pub fn each(self) -> UpsertMany<M, UpsertRowByRow<Chosen<AT>>, Guard, A> {
        UpsertMany {
            rows: self.rows,
            target: PhantomData,
            on_deleted: self.on_deleted,
            guard: self.guard,
            options: self.options,
        }
    }
}

impl<M: Model, T, A> UpsertMany<M, T, NoGuard, A> {
    /// Overwrites the existing rows, and returns nothing: one statement for many rows, for indexers and other copies
    /// of what is elsewhere.
    pub fn overwrite(self) -> Overwrite<M, T, A> {
        Overwrite::new(self)
    }
}

/// The plan for a unique key of `M`.
fn plan<M: Model, T: Conflict<M>>(on_deleted: Option<OnDeleted>, on_live: OnLive) -> UpsertPlan {
    UpsertPlan { unique: T::UNIQUE, on_deleted: on_deleted.unwrap_or(T::UNIQUE.on_deleted), on_live, newest: None }
}

/// Writes the row, and returns what happened.
///
/// [`Deleted`](crate::Error::Deleted) if the row is deleted and the policy is to refuse, or to revive and the condition
/// does not hold; [`UniqueViolation`](crate::Error::UniqueViolation) of another unique key, or of one that counts
/// deleted rows if the policy is to insert; [`Conflict`](crate::Error::Conflict); [`Invalid`](crate::Error::Invalid),
/// for example if a column of the conflict target has no value; errors of the database, as for
/// [`Create::run`](crate::verbs::Create::run).
impl<M: Model, T, Guard, A> Run for Upsert<M, T, Guard, A> {
    type Output = Upserted<M>;
}

impl<M: Model, T, Guard, A> Ready for Upsert<M, T, Guard, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
{
}

impl<Conn, M: Model, T, Guard, A> RunOn<Conn> for Upsert<M, T, Guard, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Conn: SyncConnection<Backend: Upserts<Conn, M, Guard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<Upserted<M>> {
        let operation = self.options.operation(Action::Create);
        let plan = plan::<M, T>(self.on_deleted, OnLive::Patch);
        let new = NewRow::fill_one(self.values, &operation, plan.unique, HooksFor::<Conn, M>::ANY)?;
        <Conn::Backend as Upserts<Conn, M, Guard>>::upsert(conn, new, plan, &self.guard, operation)
    }
}

/// Writes the rows in one transaction, one by one, and returns what happened to each, in the order of the input. All
/// rows have the same instant.
///
/// # Errors
/// As for [`Upsert::run`]; none of the rows is written.
impl<M: Model, T, Guard, A> Run for UpsertMany<M, T, Guard, A> {
    type Output = Vec<Upserted<M>>;
}

impl<M: Model, T, Guard, A> Ready for UpsertMany<M, T, Guard, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M> + RunsRowByRow<M::Hooks>,
{
}

impl<Conn, M: Model, T, Guard, A> RunOn<Conn> for UpsertMany<M, T, Guard, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M> + RunsRowByRow<M::Hooks>,
    Conn: SyncConnection<Backend: Upserts<Conn, M, Guard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<Upserted<M>>> {
        let operation = self.options.operation(Action::Create);
        let plan = plan::<M, T>(self.on_deleted, OnLive::Patch);
        let rows = NewRow::fill(self.rows, &operation, plan.unique, HooksFor::<Conn, M>::ANY)?;
        rows.iter().try_for_each(|row| row.refuse_null(plan.unique))?;
        hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            let mut written = Vec::with_capacity(rows.len());
            for new in rows {
                let done = <Conn::Backend as Upserts<Conn, M, Guard>>::upsert(conn, new, plan, &self.guard, operation)?;
                written.push(done);
            }
            Ok(written)
        })
    }
}

/// Returns the row, and whether it is new. An existing row is not written; a deleted row that the policy revives
/// gets the values of the new one.
///
/// # Errors
/// As for [`Upsert::run`].
impl<M: Model, T, A> Run for GetOrCreate<M, T, A> {
    type Output = (M, bool);
}

impl<M: Model, T, A> Ready for GetOrCreate<M, T, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
{
}

impl<Conn, M: Model, T, A> RunOn<Conn> for GetOrCreate<M, T, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Conn: SyncConnection<Backend: Upserts<Conn, M, NoGuard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<(M, bool)> {
        let operation = self.options.operation(Action::Create);
        let plan = plan::<M, T>(self.on_deleted, OnLive::Keep);
        let new = NewRow::fill_one(self.values, &operation, plan.unique, HooksFor::<Conn, M>::ANY)?;
        let done = <Conn::Backend as Upserts<Conn, M, NoGuard>>::upsert(conn, new, plan, &NoGuard, operation)?;
        let is_created = done.is_created();
        Ok((done.into_row(), is_created))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/upsert/mod.rs"]
pub(crate) mod twin;
