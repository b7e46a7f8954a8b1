// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::effects::writes::twin::Writes as _;
use crate::hooks::bulk::twin::BulkStrategy as _;
use crate::hooks::policy::twin::RunsHooksOf as _;
pub(crate) type BoundOf<Patch> = <<Patch as crate::verbs::update::twin::Patching>::Target as Target>::Bound;

pub trait Patching: Sized + Send {
    type Model: Model;
    type Target;
    fn target_mut(&mut self) -> &mut Self::Target;
    fn into_parts(self) -> (Self::Target, <Self::Model as Model>::Values);
    fn into_write(self) -> ApplyPatch<Self::Model, crate::verbs::update::twin::BoundOf<Self>, NoActor>
    where
        Self::Target: Target,
    {
        let (target, values) = self.into_parts();
        ApplyPatch { target: target.bound(), values, options: WriteOptions::new() }
    }
    fn expecting<Row>(mut self, version: impl Into<i64>) -> Self
    where
        Self: crate::verbs::update::twin::Patching<Target = ByKey<Row>>,
        Row: Manager<Model: HasVersion>,
    {
        self.target_mut().expected = Some(version.into());
        self
    }
    fn by(self, actor: &Actor) -> ApplyPatch<Self::Model, crate::verbs::update::twin::BoundOf<Self>, &Actor>
    where
        Self::Target: Target,
    {
        self.into_write().by(actor)
    }
    fn at(self, instant: DateTime<Utc>) -> ApplyPatch<Self::Model, crate::verbs::update::twin::BoundOf<Self>, NoActor>
    where
        Self::Target: Target,
    {
        self.into_write().at(instant)
    }
    fn each<Row, Filter>(self) -> ApplyPatch<Self::Model, ByFilter<Row, Filter, RowByRow>, NoActor>
    where
        Self: crate::verbs::update::twin::Patching<Target = ByFilter<Row, Filter>>,
    {
        self.into_write().each()
    }
    fn without_hooks<Row, Filter>(self) -> ApplyPatch<Self::Model, ByFilter<Row, Filter, WithoutHooks>, NoActor>
    where
        Self: crate::verbs::update::twin::Patching<Target = ByFilter<Row, Filter>>,
    {
        self.into_write().without_hooks()
    }
    fn within<'u>(
        self,
        unit: impl Into<Option<&'u Unit>>,
    ) -> ApplyPatch<Self::Model, crate::verbs::update::twin::BoundOf<Self>, WithinUnit<'u, NoActor>>
    where
        Self::Target: Target,
    {
        self.into_write().within(unit)
    }
    fn run<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<
        Output = Result<
            <crate::verbs::update::twin::BoundOf<Self> as crate::verbs::update::twin::Applies<Conn>>::Output,
        >,
    > + Send
    where
        Conn: crate::sql::driver::Driver,
        NoActor: ActsFor<<Self::Model as Model>::Attribution>,
        Self::Target: Target,
        crate::verbs::update::twin::BoundOf<Self>:
            crate::verbs::update::twin::Applies<Conn, Model = Self::Model> + RunsWith<<Self::Model as Model>::Hooks>,
    {
        async move { self.into_write().run_async(conn).await }
    }
}

#[diagnostic::on_unimplemented(
    message = "this write cannot run on this connection",
    label = "the backend cannot store and read every field of the model",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Applies<Conn: Send> {
    type Model: Model;
    type Output;
    type Outcome;
    fn apply(
        self,
        conn: &mut Conn,
        values: <Self::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Self::Outcome>> + Send;
    fn output(outcome: Self::Outcome) -> Result<Self::Output>;
}

impl<Conn: Send, Row: Send + Sync> crate::verbs::update::twin::Applies<Conn> for ByKey<Row>
where
    Row: Manager,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    type Model = Row::Model;
    type Output = Row;
    type Outcome = Outcome<Row>;
    fn apply(
        self,
        conn: &mut Conn,
        mut values: <Row::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move { crate::hooks::run::twin::patch(conn, self, &mut values, operation, |_, _| {}).await }
    }
    fn output(outcome: Outcome<Row>) -> Result<Row> {
        outcome.into_result()
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync> crate::verbs::update::twin::Applies<Conn>
    for ByFilter<Row, Filter, Mode>
where
    Row: Manager,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    type Model = Row::Model;
    type Output = usize;
    type Outcome = usize;
    fn apply(
        self,
        conn: &mut Conn,
        values: <Row::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { Mode::patch_rows(conn, self.in_mode(), values, operation).await }
    }
    fn output(count: usize) -> Result<usize> {
        Ok(count)
    }
}

impl<M: Send + Sync, T: Send + Sync, A: Send + Sync> ApplyPatch<M, T, A>
where
    M: Model,
{
    #[doc(hidden)]
    pub fn run_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<T::Output>> + Send
    where
        A: ActsFor<M::Attribution>,
        Conn: crate::sql::driver::Driver,
        T: crate::verbs::update::twin::Applies<Conn, Model = M> + RunsWith<M::Hooks>,
    {
        async move { T::output(self.outcome_async(conn).await?) }
    }
    #[doc(hidden)]
    pub fn outcome_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<T::Outcome>> + Send
    where
        A: ActsFor<M::Attribution>,
        Conn: crate::sql::driver::Driver,
        T: crate::verbs::update::twin::Applies<Conn, Model = M> + RunsWith<M::Hooks>,
    {
        async move {
            let operation = self.options.operation(Action::Patch);
            self.target.apply(conn, self.values, operation).await
        }
    }
}
