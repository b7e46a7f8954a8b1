//! `patch`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::bulk::{RowByRow, WithoutHooks};
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::unit::Unit;
use crate::model::{HasVersion, Manager, Model};
use crate::operation::unit::WithinUnit;
use crate::operation::{Operation, WriteOptions};
use crate::sql::target::{ByFilter, ByKey, Target};
#[cfg(feature = "postgres")]
use crate::values::Values;
use crate::verbs::{as_statement, expecting, write_options};
#[cfg(feature = "postgres")]
use crate::write::update::PatchKind;
#[cfg(feature = "postgres")]
use crate::write::update::pg::PgUpdate;
use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use uuid::Uuid;

/// A change of one row or of a set, not yet written.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct ApplyPatch<M: Model, T, A> {
    target: T,
    values: M::Values,
    options: WriteOptions<A>,
}

write_options!([M: Model, T] ApplyPatch<M, T>, { target, values });

/// The target of a patch.
type BoundOf<P> = <<P as Patching>::Target as Target>::Bound;

/// What a generated patch does once it is bound to a target: `article.patch().title("..").by(&me).run(conn)`.
pub trait Patching: Sized {
    /// The model.
    type Model: Model;
    /// What it applies to.
    type Target;

    /// What it applies to, to be changed.
    #[doc(hidden)]
    fn target_mut(&mut self) -> &mut Self::Target;

    /// What it applies to, and the values it sets.
    fn into_parts(self) -> (Self::Target, <Self::Model as Model>::Values);

    /// The patch as a write.
    fn into_write(self) -> ApplyPatch<Self::Model, BoundOf<Self>, NoActor>
    where
        Self::Target: Target,
    {
        let (target, values) = self.into_parts();
        ApplyPatch { target: target.bound(), values, options: WriteOptions::new() }
    }

    /// Says which version the row has to be at, where it was not loaded:
    /// `Article::patch_by_key(id).expecting(3).title("..").by(&me).run(conn)`. At another one, this is
    /// [`Stale`](crate::Error::Stale), and nothing is written.
    fn expecting<R>(mut self, version: impl Into<i64>) -> Self
    where
        Self: Patching<Target = ByKey<R>>,
        R: Manager<Model: HasVersion>,
    {
        self.target_mut().expected = Some(version.into());
        self
    }

    /// Says who acts. A patch of an audited model does not compile without it.
    fn by(self, actor: &Actor) -> ApplyPatch<Self::Model, BoundOf<Self>, &Actor>
    where
        Self::Target: Target,
    {
        self.into_write().by(actor)
    }

    /// Says when, instead of now.
    fn at(self, instant: DateTime<Utc>) -> ApplyPatch<Self::Model, BoundOf<Self>, NoActor>
    where
        Self::Target: Target,
    {
        self.into_write().at(instant)
    }

    /// Loads the rows of a set, and writes them one after the other, each with the [hooks](crate::hooks) of the model, in
    /// one transaction.
    fn each<R, W>(self) -> ApplyPatch<Self::Model, ByFilter<R, W, RowByRow>, NoActor>
    where
        Self: Patching<Target = ByFilter<R, W>>,
    {
        self.into_write().each()
    }

    /// Writes the rows of a set as one, without the [hooks](crate::hooks) of the model.
    fn without_hooks<R, W>(self) -> ApplyPatch<Self::Model, ByFilter<R, W, WithoutHooks>, NoActor>
    where
        Self: Patching<Target = ByFilter<R, W>>,
    {
        self.into_write().without_hooks()
    }

    /// Says which unit the write is within; see [`ApplyPatch::within`].
    fn within<'u>(
        self,
        unit: impl Into<Option<&'u Unit>>,
    ) -> ApplyPatch<Self::Model, BoundOf<Self>, WithinUnit<'u, NoActor>>
    where
        Self::Target: Target,
    {
        self.into_write().within(unit)
    }

    /// Writes the patch, where the model does not ask who acts; see [`ApplyPatch::run`].
    ///
    /// # Errors
    /// As for [`ApplyPatch::run`].
    fn run<Conn>(self, conn: &mut Conn) -> Result<<BoundOf<Self> as Applies<Conn>>::Output>
    where
        Conn: LoadConnection,
        NoActor: ActsFor<<Self::Model as Model>::Attribution>,
        Self::Target: Target,
        BoundOf<Self>: Applies<Conn, Model = Self::Model> + RunsWith<<Self::Model as Model>::Hooks>,
    {
        self.into_write().run(conn)
    }
}

/// A target that an update can be applied to: one row gives the row, a set gives how many rows were changed.
#[diagnostic::on_unimplemented(
    message = "this write cannot run on this connection",
    label = "the backend cannot store and read every field of the model",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Applies<Conn> {
    /// The model.
    type Model: Model;
    /// What comes back.
    type Output;
    /// What comes back when "not there" is an answer.
    type Outcome;

    /// Runs it.
    ///
    /// # Errors
    /// Those of the database.
    fn apply(
        self,
        conn: &mut Conn,
        values: <Self::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Self::Outcome>;

    /// The outcome as a result.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted),
    /// [`NotDeleted`](crate::Error::NotDeleted), [`Stale`](crate::Error::Stale).
    fn output(outcome: Self::Outcome) -> Result<Self::Output>;
}

impl<Conn, R> Applies<Conn> for ByKey<R>
where
    R: Manager,
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    Conn: RunsHooksOf<<R as Manager>::Model>,
{
    type Model = R::Model;
    type Output = R;
    type Outcome = Outcome<R>;

    fn apply(
        self,
        conn: &mut Conn,
        mut values: <R::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>> {
        hooks::patch(conn, self, &mut values, operation, |_| {})
    }

    fn output(outcome: Outcome<R>) -> Result<R> {
        outcome.into_result()
    }
}

impl<Conn, R, W, H> Applies<Conn> for ByFilter<R, W, H>
where
    R: Manager,
    H: BulkStrategy<Conn, R, W>,
{
    type Model = R::Model;
    type Output = usize;
    type Outcome = usize;

    fn apply(self, conn: &mut Conn, values: <R::Model as Model>::Values, operation: Operation<'_>) -> Result<usize> {
        H::patch_rows(conn, self.in_mode(), values, operation)
    }

    fn output(count: usize) -> Result<usize> {
        Ok(count)
    }
}

impl<M: Model, R, W, A> ApplyPatch<M, ByFilter<R, W>, A> {
    /// Loads the rows, and writes them one after the other, each with the [hooks](crate::hooks) of the model, in one
    /// transaction.
    pub fn each(self) -> ApplyPatch<M, ByFilter<R, W, RowByRow>, A> {
        ApplyPatch { target: self.target.in_mode(), values: self.values, options: self.options }
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    pub fn without_hooks(self) -> ApplyPatch<M, ByFilter<R, W, WithoutHooks>, A> {
        ApplyPatch { target: self.target.in_mode(), values: self.values, options: self.options }
    }
}

expecting!([R: Manager, A] ApplyPatch<R::Model, ByKey<R>, A>, "the row" of R::Model);

impl<M, T, A> ApplyPatch<M, T, A>
where
    M: Model,
{
    /// Writes the columns that were set, where one of them differs from what is stored. One row comes back as it is
    /// stored now, changed or not; a set comes back as the number of rows that were changed.
    ///
    /// SQL: `UPDATE .. WHERE id = .. AND deleted_at IS NULL AND (title IS DISTINCT FROM ..) RETURNING ..`. On MySQL and MariaDB a row
    /// that is not audited is read back by a `SELECT` of its own. The `UPDATE` alone decides whether the row is changed, and
    /// about its version; what comes back is the row as it stands right after, as for [`Create::run`](crate::Create::run).
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound) and [`Deleted`](crate::Error::Deleted) for one row, and
    /// [`Stale`](crate::Error::Stale) for one with a version that somebody else has written since it was loaded;
    /// [`Invalid`](crate::Error::Invalid) before anything is sent; the database's refusals, as for [`Create::run`](crate::Create::run).
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<T::Output>
    where
        A: ActsFor<M::Attribution>,
        Conn: LoadConnection,
        T: Applies<Conn, Model = M> + RunsWith<M::Hooks>,
    {
        T::output(self.outcome(conn)?)
    }

    /// Like [`run`](Self::run), with [`Outcome`] telling apart what was found.
    ///
    /// # Errors
    /// As for [`run`](Self::run), without the first two.
    pub fn outcome<Conn>(self, conn: &mut Conn) -> Result<T::Outcome>
    where
        A: ActsFor<M::Attribution>,
        Conn: LoadConnection,
        T: Applies<Conn, Model = M> + RunsWith<M::Hooks>,
    {
        let operation = self.options.operation(Action::Patch);
        self.target.apply(conn, self.values, operation)
    }
}

as_statement! {
    [M: Model, T, A] ApplyPatch<M, T, A>, of M,
    "as [`Written<M>`](crate::write::Written) for one row, as `i64` counts for a set.",
    "[`Invalid`](crate::Error::Invalid).";
    mut this => Result<PgUpdate<'a, M, T, PatchKind>>: {
        let operation = this.options.operation(Action::Patch);
        operation.fill(|fill| this.values.fill_patch(fill))?;
        Ok(PgUpdate::new(this.target, this.values, operation))
    }
}
