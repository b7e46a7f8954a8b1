//! `patch` of a child, in both tables.

use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{HasVersion, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::query::child::{Extends, Halves};
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::verbs::child::run::WritesChild;
use crate::verbs::update::Patching;
use crate::verbs::{expecting, write_options};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A change of a row of a child, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct ApplyChildPatch<Child: Extends, A> {
    target: ByKey<Child::Parent>,
    values: Halves<Child>,
    options: WriteOptions<A>,
}

write_options!([Child: Extends] ApplyChildPatch<Child>, { target, values });

expecting!([C: Extends, A] ApplyChildPatch<C, A>, "the parent's row" of C::Parent);

/// Writes the columns that were set, if one of them differs from the stored value, and returns the row as it is
/// stored now, changed or not.
///
/// # Errors
/// As for [`ApplyPatch::run`](crate::verbs::ApplyPatch::run) of a model, for either row.
impl<Child: Extends, A> Run for ApplyChildPatch<Child, A> {
    type Output = Child;
}

impl<Child: Extends, A> Ready for ApplyChildPatch<Child, A> where A: ActsFor<<Child::Parent as Model>::Attribution> {}

impl<Conn, Child: Extends, A> RunOn<Conn> for ApplyChildPatch<Child, A>
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
/// As for [`run`](Run::run), without [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) and
/// [`Stale`](crate::Error::Stale).
impl<Child: Extends, A> RunOutcome for ApplyChildPatch<Child, A> {
    type Outcome = Outcome<Child>;
}

impl<Conn, Child: Extends, A> OutcomeOn<Conn> for ApplyChildPatch<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: SyncConnection<Backend: WritesChild<Conn, Child>>,
{
    fn attempt(mut self, conn: &mut Conn) -> Result<Outcome<Child>> {
        let operation = self.options.operation(Action::Patch);
        operation.fill(|fill| {
            self.values.parent.fill_patch(fill);
            self.values.part.fill_patch(fill);
        })?;
        <Conn::Backend as WritesChild<Conn, Child>>::patch(conn, self.target, self.values, operation)
    }
}

/// The methods of a generated patch of a child that is bound to a row:
/// `card.patch().last_four("1881").method(PaymentMethodPatch::new().label("Home")).by(&me).run(conn)`.
pub trait PatchesChild: Sized {
    /// The child.
    type Child: Extends;

    /// The target, and the values to set.
    #[doc(hidden)]
    fn into_parts(self) -> (ByKey<<Self::Child as Extends>::Parent>, Halves<Self::Child>);

    /// The patch as a write.
    fn into_write(self) -> ApplyChildPatch<Self::Child, NoActor> {
        let (target, values) = self.into_parts();
        ApplyChildPatch { target, values, options: WriteOptions::new() }
    }

    /// Sets the expected version of the parent's row, which need not be loaded. If the row has another version, the
    /// write returns [`Stale`](crate::Error::Stale) and writes nothing.
    fn expecting(self, version: impl Into<i64>) -> ApplyChildPatch<Self::Child, NoActor>
    where
        <Self::Child as Extends>::Parent: HasVersion,
    {
        self.into_write().expecting(version)
    }

    /// Sets the actor. A patch of a child whose parent is audited does not compile without one.
    fn by(self, actor: &Actor) -> ApplyChildPatch<Self::Child, &Actor> {
        self.into_write().by(actor)
    }

    /// Sets the instant of the write, instead of now.
    fn at(self, instant: DateTime<Utc>) -> ApplyChildPatch<Self::Child, NoActor> {
        self.into_write().at(instant)
    }
}

/// A patch of a child as a write without an actor.
#[doc(hidden)]
pub type AnonymousChildPatch<Patch> = ApplyChildPatch<<Patch as PatchesChild>::Child, NoActor>;

/// A patch of the child's own columns, which the library needs for their internal model. No program builds it.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct PartPatch<M: Model, Target>(Target, M::Values);

impl<M: Model, Target> PartPatch<M, Target> {
    /// An empty patch.
    pub fn new(target: Target) -> Self {
        Self(target, M::Values::default())
    }
}

impl<M: Model, Target> Patching for PartPatch<M, Target> {
    type Model = M;
    type Target = Target;

    fn target_mut(&mut self) -> &mut Target {
        &mut self.0
    }

    fn into_parts(self) -> (Target, M::Values) {
        (self.0, self.1)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/child/patch.rs"]
pub(crate) mod twin;
