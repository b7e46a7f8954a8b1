//! `patch`, of both tables.

use crate::meta::action::Action;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{HasVersion, Model};
use crate::operation::WriteOptions;
use crate::query::child::{Extends, Halves};
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::verbs::child::run::WritesChild;
use crate::verbs::update::Patching;
use crate::verbs::{expecting, write_options};
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use uuid::Uuid;

/// A change of a row of a child, not yet written.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct ApplyChildPatch<C: Extends, A> {
    target: ByKey<C::Parent>,
    values: Halves<C>,
    options: WriteOptions<A>,
}

write_options!([C: Extends] ApplyChildPatch<C>, { target, values });

expecting!([C: Extends, A] ApplyChildPatch<C, A>, "the parent's row" of C::Parent);

impl<C: Extends, A> ApplyChildPatch<C, A> {
    /// Writes the columns that were set, where one of them differs from what is stored, and returns the row as it is stored
    /// now, changed or not.
    ///
    /// # Errors
    /// As for [`ApplyPatch::run`](crate::ApplyPatch::run) of a model, for either row.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<C>
    where
        A: ActsFor<<C::Parent as Model>::Attribution>,
        Conn: LoadConnection<Backend: WritesChild<Conn, C>>,
    {
        self.outcome(conn)?.into_result()
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
    ///
    /// # Errors
    /// As for [`run`](Self::run), without [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) and
    /// [`Stale`](crate::Error::Stale).
    pub fn outcome<Conn>(mut self, conn: &mut Conn) -> Result<Outcome<C>>
    where
        A: ActsFor<<C::Parent as Model>::Attribution>,
        Conn: LoadConnection<Backend: WritesChild<Conn, C>>,
    {
        let operation = self.options.operation(Action::Patch);
        operation.fill(|fill| {
            self.values.parent.fill_patch(fill);
            self.values.part.fill_patch(fill);
        })?;
        <Conn::Backend as WritesChild<Conn, C>>::patch(conn, self.target, self.values, operation)
    }
}

/// What a generated patch of a child does once it is bound to a row:
/// `card.patch().last_four("1881").method(PaymentMethodPatch::new().label("Home")).by(&me).run(conn)`.
pub trait PatchesChild: Sized {
    /// The child.
    type Child: Extends;

    /// What it applies to, and the values it sets.
    #[doc(hidden)]
    fn into_parts(self) -> (ByKey<<Self::Child as Extends>::Parent>, Halves<Self::Child>);

    /// The patch as a write.
    fn into_write(self) -> ApplyChildPatch<Self::Child, NoActor> {
        let (target, values) = self.into_parts();
        ApplyChildPatch { target, values, options: WriteOptions::new() }
    }

    /// Says which version the parent's row has to be at, where it was not loaded: at another one, this is
    /// [`Stale`](crate::Error::Stale), and nothing is written.
    fn expecting(self, version: impl Into<i64>) -> ApplyChildPatch<Self::Child, NoActor>
    where
        <Self::Child as Extends>::Parent: HasVersion,
    {
        self.into_write().expecting(version)
    }

    /// Says who acts. A patch of a child whose parent is audited does not compile without it.
    fn by(self, actor: &Actor) -> ApplyChildPatch<Self::Child, &Actor> {
        self.into_write().by(actor)
    }

    /// Says when, instead of now.
    fn at(self, instant: DateTime<Utc>) -> ApplyChildPatch<Self::Child, NoActor> {
        self.into_write().at(instant)
    }

    /// Writes the patch, where the model does not ask who acts; see [`ApplyChildPatch::run`].
    ///
    /// # Errors
    /// As for [`ApplyChildPatch::run`].
    fn run<Conn>(self, conn: &mut Conn) -> Result<Self::Child>
    where
        NoActor: ActsFor<<<Self::Child as Extends>::Parent as Model>::Attribution>,
        Conn: LoadConnection<Backend: WritesChild<Conn, Self::Child>>,
    {
        self.into_write().run(conn)
    }
}

/// A patch of the child's own columns, as the library needs one for the model that they are. No program builds it.
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
