//! `patch`: changes of existing rows.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::hooks::policy::RunsHooksOf;
use crate::meta::Role;
use crate::meta::action::Action;
use crate::meta::builder::Detached;
use crate::meta::bulk::{RowByRow, WithoutHooks};
use crate::meta::error::fields::codes;
use crate::meta::error::{Error, FieldError, Result};
use crate::meta::outcome::Outcome;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::unit::Unit;
use crate::model::{HasUpdatedAt, HasVersion, KeyOf, Manager, Model, SoftDelete, StartOf};
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::operation::unit::WithinUnit;
use crate::operation::{Operation, WriteOptions};
use crate::query::objects::scope::FullyScoped;
use crate::sql::target::{ByFilter, ByKey, Target};
#[cfg(feature = "postgres")]
use crate::values::Values;
use crate::verbs::patch_returning::{PatchReturning, SetOfRows};
use crate::verbs::{as_statement, expecting, write_options};
#[cfg(feature = "postgres")]
use crate::write::update::pg::{PatchKind, PgUpdate};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A change of one row or of a set, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct ApplyPatch<M: Model, Rows, A> {
    target: Rows,
    values: M::Values,
    options: WriteOptions<A>,
}

write_options!([M: Model, T] ApplyPatch<M, T>, { target, values });

/// The target of a patch.
type BoundOf<Patch> = <<Patch as Patching>::Target as Target>::Bound;

/// The methods of a generated patch that is bound to a target: `article.patch().title("..").by(&me).run(conn)`.
pub trait Patching: Sized {
    /// The model.
    type Model: Model;
    /// The target.
    type Target;

    /// The target, for changes.
    #[doc(hidden)]
    fn target_mut(&mut self) -> &mut Self::Target;

    /// The target, and the values to set.
    fn into_parts(self) -> (Self::Target, <Self::Model as Model>::Values);

    /// The patch as a write.
    fn into_write(self) -> ApplyPatch<Self::Model, BoundOf<Self>, NoActor>
    where
        Self::Target: Target,
    {
        let (target, values) = self.into_parts();
        ApplyPatch { target: target.bound(), values, options: WriteOptions::new() }
    }

    /// Sets the expected version of the row, which need not be loaded:
    /// `Article::patch_by_key(id).expecting(3).title("..").by(&me).run(conn)`. If the row has another version, the
    /// write returns [`Stale`](crate::Error::Stale) and writes nothing.
    fn expecting<Row>(mut self, version: impl Into<i64>) -> Self
    where
        Self: Patching<Target = ByKey<Row>>,
        Row: Manager<Model: HasVersion>,
    {
        self.target_mut().expected = Some(version.into());
        self
    }

    /// Keeps `updated_at` as it is, for example for a counter or a score: `article.patch().score(articles::score +
    /// 1).keep_updated_at().by(&me).run(conn)`. If some columns should never change it, name the columns that do:
    /// `#[model(updated_at(on = [..]))]`.
    fn keep_updated_at(self) -> ApplyPatch<Self::Model, BoundOf<Self>, NoActor>
    where
        Self::Model: HasUpdatedAt,
        Self::Target: Target,
    {
        self.into_write().keep_updated_at()
    }

    /// Writes the row even if it is deleted: `Article::patch_by_key(id).title("..").including_deleted().by(&me)`.
    fn including_deleted<Row>(self) -> ApplyPatch<Self::Model, ByKey<Row>, NoActor>
    where
        Self: Patching<Target = ByKey<Row>>,
        Self::Model: SoftDelete,
        Row: Manager,
    {
        self.into_write().including_deleted()
    }

    /// Returns the changed rows of a set, as they are afterwards, instead of their number:
    /// `ApiToken::objects().filter(api_tokens::hash.eq(hash)).patch().last_used_at(Now).returning().run(conn)`.
    fn returning(self) -> PatchReturning<Self::Model, <Self::Target as SetOfRows>::Set, NoActor>
    where
        Self::Target: SetOfRows,
    {
        let (target, values) = self.into_parts();
        PatchReturning::new(target.into_set(), values, WriteOptions::new())
    }

    /// Binds a deserialized patch to the row with this key, in code that is generic over models:
    /// `M::patch_from_json(&sent)?.on_key(&key).expecting_if(version)?.by(&me).run(conn)`. The row may have any version
    /// unless [`expecting_if`](ApplyPatch::expecting_if) sets one.
    ///
    /// For a model with a [default scope](crate::objects::DefaultScope), load the row with a query that decides the
    /// scope, and use [`on_row`](Self::on_row).
    fn on_key(self, key: impl KeyOf<Self::Model>) -> ApplyPatch<Self::Model, ByKey<Self::Model>, NoActor>
    where
        Self: Patching<Target = Detached>,
        StartOf<Self::Model>: FullyScoped<Self::Model>,
    {
        bound(self, ByKey::new(key.borrow().clone()))
    }

    /// Binds a deserialized patch to a loaded row, and expects the version that it was loaded with, if the model has
    /// one. It is the `on` of a generated patch, for code that is generic over models.
    fn on_row(self, row: &Self::Model) -> ApplyPatch<Self::Model, ByKey<Self::Model>, NoActor>
    where
        Self: Patching<Target = Detached>,
    {
        bound(self, ByKey::of(row))
    }

    /// Sets the actor. A patch of an audited model does not compile without one.
    fn by(self, actor: &Actor) -> ApplyPatch<Self::Model, BoundOf<Self>, &Actor>
    where
        Self::Target: Target,
    {
        self.into_write().by(actor)
    }

    /// Sets the instant of the write, instead of now.
    fn at(self, instant: DateTime<Utc>) -> ApplyPatch<Self::Model, BoundOf<Self>, NoActor>
    where
        Self::Target: Target,
    {
        self.into_write().at(instant)
    }

    /// Loads the rows of a set, and writes them one by one, each with the [hooks](crate::hooks) of the model, in one
    /// transaction.
    fn each<Row, Filter>(self) -> ApplyPatch<Self::Model, ByFilter<Row, Filter, RowByRow>, NoActor>
    where
        Self: Patching<Target = ByFilter<Row, Filter>>,
    {
        self.into_write().each()
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    fn without_hooks<Row, Filter>(self) -> ApplyPatch<Self::Model, ByFilter<Row, Filter, WithoutHooks>, NoActor>
    where
        Self: Patching<Target = ByFilter<Row, Filter>>,
    {
        self.into_write().without_hooks()
    }

    /// Sets the unit of work of the write; see [`ApplyPatch::within`].
    fn within<'u>(
        self,
        unit: impl Into<Option<&'u Unit>>,
    ) -> ApplyPatch<Self::Model, BoundOf<Self>, WithinUnit<'u, NoActor>>
    where
        Self::Target: Target,
    {
        self.into_write().within(unit)
    }
}

fn bound<P: Patching>(patch: P, target: ByKey<P::Model>) -> ApplyPatch<P::Model, ByKey<P::Model>, NoActor> {
    let (_, values) = patch.into_parts();
    ApplyPatch { target, values, options: WriteOptions::new() }
}

/// A patch as a write without an actor. The name keeps `NoActor` out of the generated code: the compiler would show the
/// path that the generated code uses.
#[doc(hidden)]
pub type AnonymousPatch<M, T> = ApplyPatch<M, T, NoActor>;

/// The patch as a write without an actor, whatever its target.
#[doc(hidden)]
pub fn unsigned<P: Patching>(patch: P) -> AnonymousPatch<P::Model, P::Target> {
    let (target, values) = patch.into_parts();
    ApplyPatch { target, values, options: WriteOptions::new() }
}

/// A patch that is bound to the target `T`, so that it has a result.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this patch is not bound to a row",
    label = "nothing says which row to write",
    note = "bind it with `.on(&row)`, or start from `row.patch().with(patch)` or \
            `objects().filter(..).patch().with(patch)`"
)]
pub trait BoundTo<T> {
    /// The row, or how many rows were changed.
    type Output;
}

impl<Patch, Row: Manager> BoundTo<ByKey<Row>> for Patch {
    type Output = Row;
}

impl<Patch, Row, Filter, Mode> BoundTo<ByFilter<Row, Filter, Mode>> for Patch {
    type Output = usize;
}

/// A target that an update can be applied to over a connection.
#[diagnostic::on_unimplemented(
    message = "this write cannot run on this connection",
    label = "the backend cannot store and read every field of the model",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Applies<Conn>: Target {
    /// The model.
    type Model: Model;

    /// Runs the update.
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

impl<Conn, Row> Applies<Conn> for ByKey<Row>
where
    Row: Manager,
    Conn: SyncConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    type Model = Row::Model;

    fn apply(
        self,
        conn: &mut Conn,
        mut values: <Row::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        let transition = self.transition.clone();
        let outcome = hooks::run::patch(conn, self, &mut values, operation, |_, _| {})?;
        if let (Some(transition), Outcome::Unchanged(row)) = (transition, &outcome) {
            transition.check(row.as_model())?;
        }
        Ok(outcome)
    }

    fn output(outcome: Outcome<Row>) -> Result<Row> {
        outcome.into_result()
    }
}

impl<Conn, Row, Filter, Mode> Applies<Conn> for ByFilter<Row, Filter, Mode>
where
    Row: Manager,
    Conn: SyncConnection,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    type Model = Row::Model;

    fn apply(self, conn: &mut Conn, values: <Row::Model as Model>::Values, operation: Operation<'_>) -> Result<usize> {
        Mode::patch_rows(conn, self.in_mode(), values, operation)
    }

    fn output(count: usize) -> Result<usize> {
        Ok(count)
    }
}

impl<M: Model, Row, Filter, A> ApplyPatch<M, ByFilter<Row, Filter>, A> {
    /// Loads the rows, and writes them one by one, each with the [hooks](crate::hooks) of the model, in one
    /// transaction.
    pub fn each(self) -> ApplyPatch<M, ByFilter<Row, Filter, RowByRow>, A> {
        ApplyPatch { target: self.target.in_mode(), values: self.values, options: self.options }
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    pub fn without_hooks(self) -> ApplyPatch<M, ByFilter<Row, Filter, WithoutHooks>, A> {
        ApplyPatch { target: self.target.in_mode(), values: self.values, options: self.options }
    }
}

impl<M: Model, T, A> ApplyPatch<M, T, A> {
    /// Leaves `updated_at` as it is; see [`Patching::keep_updated_at`].
    pub fn keep_updated_at(self) -> Self
    where
        M: HasUpdatedAt,
    {
        Self { options: self.options.keeping_updated_at(), ..self }
    }
}

impl<M: Model, Row, Filter, Mode, A> ApplyPatch<M, ByFilter<Row, Filter, Mode>, A> {
    /// Returns the changed rows instead of their number; see [`Patching::returning`].
    pub fn returning(self) -> PatchReturning<M, ByFilter<Row, Filter, Mode>, A> {
        PatchReturning::new(self.target, self.values, self.options)
    }
}

impl<M: SoftDelete, R: Manager, A> ApplyPatch<M, ByKey<R>, A> {
    /// Writes the row also if it is deleted; see [`Patching::including_deleted`].
    pub fn including_deleted(self) -> Self {
        Self { options: self.options.including_deleted(), ..self }
    }
}

expecting!([R: Manager, A] ApplyPatch<R::Model, ByKey<R>, A>, "the row" of R::Model);

impl<R: Manager, A> ApplyPatch<R::Model, ByKey<R>, A> {
    /// Sets the expected version of the row if there is one, like [`expecting`](Self::expecting), whether the model has
    /// a version or not: for a version that a client has sent, in code that is generic over models.
    ///
    /// # Errors
    /// [`Invalid`](crate::Error::Invalid) for a version if the model has none, because it could not be checked.
    pub fn expecting_if(self, version: Option<i64>) -> Result<Self> {
        let Some(version) = version else { return Ok(self) };
        if R::Model::META.with_role(Role::Version).is_none() {
            let refused = FieldError::new("version", codes::UNKNOWN, "is expected, but the rows have no version");
            return Err(Error::refusing(refused, Vec::new()));
        }
        Ok(Self { target: self.target.expecting(version), ..self })
    }
}

/// Writes the columns that were set, if one of them differs from the stored value. For one row it returns the
/// stored row, changed or not; for a set it returns the number of changed rows.
///
/// SQL: `UPDATE .. WHERE id = .. AND deleted_at IS NULL AND (title IS DISTINCT FROM ..) RETURNING ..`. On MySQL and
/// MariaDB a separate `SELECT` reads back a row that is not audited. The `UPDATE` alone decides whether the row is
/// changed, and checks its version; the result is the row right afterwards, as for
/// [`Create::run`](crate::verbs::Create::run).
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound) and [`Deleted`](crate::Error::Deleted) for one row, and
/// [`Stale`](crate::Error::Stale) for one with a version that was modified after it was loaded;
/// [`Invalid`](crate::Error::Invalid) before anything is sent; the database's refusals, as for
/// [`Create::run`](crate::verbs::Create::run).
impl<M, Rows, A> Run for ApplyPatch<M, Rows, A>
where
    M: Model,
    Rows: Target,
{
    type Output = Rows::Output;
}

impl<M, Rows, A> Ready for ApplyPatch<M, Rows, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
    Rows: RunsWith<M::Hooks>,
{
}

impl<Conn, M, Rows, A> RunOn<Conn> for ApplyPatch<M, Rows, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection,
    Rows: Applies<Conn, Model = M> + RunsWith<M::Hooks>,
{
    fn perform(self, conn: &mut Conn) -> Result<Rows::Output> {
        Rows::output(self.attempt(conn)?)
    }
}

/// Does the same as [`run`](Run::run), but returns the result as an [`Outcome`].
///
/// # Errors
/// As for [`run`](Run::run), without the first two.
impl<M, Rows, A> RunOutcome for ApplyPatch<M, Rows, A>
where
    M: Model,
    Rows: Target,
{
    type Outcome = Rows::Outcome;
}

impl<Conn, M, Rows, A> OutcomeOn<Conn> for ApplyPatch<M, Rows, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection,
    Rows: Applies<Conn, Model = M> + RunsWith<M::Hooks>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Rows::Outcome> {
        let operation = self.options.operation(Action::Patch);
        self.target.apply(conn, self.values, operation)
    }
}

as_statement! {
    [M: Model, T, A] ApplyPatch<M, T, A>, of M,
    "as [`Written<M>`](crate::verbs::Written) for one row, as [`WrittenCount`](crate::verbs::WrittenCount) for a set.",
    "[`Invalid`](crate::Error::Invalid).";
    mut this => Result<PgUpdate<'a, M, T, PatchKind>>: {
        let operation = this.options.operation(Action::Patch);
        operation.fill(|fill| this.values.fill_patch(fill))?;
        Ok(PgUpdate::new(this.target, this.values, operation))
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/update.rs"]
pub(crate) mod twin;
