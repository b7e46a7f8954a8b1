//! `delete`, `restore` and `hard_delete` of a child, in both tables.

use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::meta::sealed::Sealed;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::deleted::Deleted;
use crate::model::{DeletionPolicy, Model, SoftDelete};
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::operation::{WriteOptions, filled};
use crate::query::child::Extends;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::verbs::child::run::WritesChild;
use crate::verbs::{expecting, write_options};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The code that the three verbs share.
macro_rules! verb {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty),* }) => {
        $(#[$doc])*
        #[must_use = "a write does nothing until `.run(conn)`"]
        #[allow(missing_debug_implementations)]
        pub struct $name<C: Extends, A> {
            target: ByKey<C::Parent>,
            $($field: $ty,)*
            options: WriteOptions<A>,
        }

        write_options!([Child: Extends] $name<Child>, { target $(, $field)* });

        expecting!([C: Extends, A] $name<C, A>, "the parent's row" of C::Parent);
    };
}

verb! {
    /// The deletion of a row of a child, which has not run yet.
    DeleteChild {}
}

verb! {
    /// The restoration of a deleted row of a child, which has not run yet.
    RestoreChild {}
}

verb! {
    /// The removal of a row of a child, which has not run yet.
    HardDeleteChild { required: RequiredState }
}

/// The type of a deleted row.
type GoneOf<Row> = <<<Row as Extends>::Parent as Model>::Deletion as DeletionPolicy>::Gone<Row>;

impl<Child: Extends> DeleteChild<Child, NoActor> {
    pub(crate) fn new(target: ByKey<Child::Parent>) -> Self {
        Self { target, options: WriteOptions::new() }
    }
}

/// Deletes the row. If the parent has soft deletion, it returns the row as [`Deleted`], and the row of the child's
/// table does not change. Otherwise it removes both rows and returns their last state.
///
/// # Errors
/// As for [`Delete::run`](crate::verbs::Delete::run) of a model.
impl<Child: Extends, A> Run for DeleteChild<Child, A> {
    type Output = GoneOf<Child>;
}

impl<Child: Extends, A> Ready for DeleteChild<Child, A> where A: ActsFor<<Child::Parent as Model>::Attribution> {}

impl<Conn, Child: Extends, A> RunOn<Conn> for DeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> Result<GoneOf<Child>> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) and
/// [`Stale`](crate::Error::Stale).
impl<Child: Extends, A> RunOutcome for DeleteChild<Child, A> {
    type Outcome = Outcome<GoneOf<Child>>;
}

impl<Conn, Child: Extends, A> OutcomeOn<Conn> for DeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<GoneOf<Child>>> {
        let operation = self.options.operation(Action::Delete);
        let outcome = if <Child::Parent as Model>::Deletion::SOFT {
            let values = filled::<Child::Parent>(&operation, Values::fill_delete)?;
            <Conn::Backend as WritesChild<Conn, Child>>::delete(conn, self.target, values, operation)?
        } else {
            <Conn::Backend as WritesChild<Conn, Child>>::hard_delete(conn, self.target, RequiredState::Any, operation)?
        };
        Ok(outcome.map(Into::into))
    }
}

impl<Child: Extends> RestoreChild<Child, NoActor> {
    fn new(target: ByKey<Child::Parent>) -> Self {
        Self { target, options: WriteOptions::new() }
    }
}

/// Restores the row, and returns it.
///
/// # Errors
/// As for [`Restore::run`](crate::verbs::Restore::run) of a model.
impl<Child: Extends, A> Run for RestoreChild<Child, A> {
    type Output = Child;
}

impl<Child: Extends, A> Ready for RestoreChild<Child, A> where A: ActsFor<<Child::Parent as Model>::Attribution> {}

impl<Conn, Child: Extends, A> RunOn<Conn> for RestoreChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Child> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without [`NotFound`](crate::Error::NotFound),
/// [`NotDeleted`](crate::Error::NotDeleted) and [`Stale`](crate::Error::Stale).
impl<Child: Extends, A> RunOutcome for RestoreChild<Child, A> {
    type Outcome = Outcome<Child>;
}

impl<Conn, Child: Extends, A> OutcomeOn<Conn> for RestoreChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<Child>> {
        let operation = self.options.operation(Action::Restore);
        let values = filled::<Child::Parent>(&operation, Values::fill_restore)?;
        <Conn::Backend as WritesChild<Conn, Child>>::restore(conn, self.target, values, operation)
    }
}

impl<Child: Extends> HardDeleteChild<Child, NoActor> {
    pub(crate) fn live(target: ByKey<Child::Parent>) -> Self {
        Self { target, required: RequiredState::Live, options: WriteOptions::new() }
    }

    fn deleted(target: ByKey<Child::Parent>) -> Self {
        Self { target, required: RequiredState::Deleted, options: WriteOptions::new() }
    }
}

/// Removes the row from both tables, and returns its last state.
///
/// # Errors
/// As for [`HardDelete::run`](crate::verbs::HardDelete::run) of a model.
impl<Child: Extends, A> Run for HardDeleteChild<Child, A> {
    type Output = Child;
}

impl<Child: Extends, A> Ready for HardDeleteChild<Child, A> where A: ActsFor<<Child::Parent as Model>::Attribution> {}

impl<Conn, Child: Extends, A> RunOn<Conn> for HardDeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Child> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without those that are an [`Outcome`].
impl<Child: Extends, A> RunOutcome for HardDeleteChild<Child, A> {
    type Outcome = Outcome<Child>;
}

impl<Conn, Child: Extends, A> OutcomeOn<Conn> for HardDeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<Child>> {
        let operation = self.options.operation(Action::HardDelete);
        let required = self.required.of::<Child::Parent>();
        <Conn::Backend as WritesChild<Conn, Child>>::hard_delete(conn, self.target, required, operation)
    }
}

/// The verbs of a deleted row of a child.
pub trait DeletedChild: Sealed {
    /// The child.
    type Child: Extends;

    /// Restores this row.
    ///
    /// SQL: `UPDATE payment_methods SET deleted_at = NULL, .. WHERE id = .. AND deleted_at IS NOT NULL`, and `SELECT ..
    /// FROM cards WHERE id = ..`
    fn restore(self) -> RestoreChild<Self::Child, NoActor>;

    /// Removes this row from both tables.
    ///
    /// SQL: `DELETE FROM cards WHERE id = ..`, and `DELETE FROM payment_methods WHERE id = .. AND deleted_at IS NOT
    /// NULL`
    fn hard_delete(self) -> HardDeleteChild<Self::Child, NoActor>;
}

impl<Child: Extends<Parent: SoftDelete>> DeletedChild for Deleted<Child> {
    type Child = Child;

    fn restore(self) -> RestoreChild<Child, NoActor> {
        RestoreChild::new(ByKey::of(self.row().parent()))
    }

    fn hard_delete(self) -> HardDeleteChild<Child, NoActor> {
        HardDeleteChild::deleted(ByKey::of(self.row().parent()))
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/child/delete.rs"]
pub(crate) mod twin;
