// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::effects::writes::twin::Writes;
use crate::hooks::bulk::twin::BulkStrategy;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::OutcomeOn;
use crate::operation::run::twin::RunOn;
#[diagnostic::on_unimplemented(
    message = "this write cannot run on this connection",
    label = "the backend cannot store and read every field of the model",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Applies<Conn>: Target + Send {
    type Model: Model;
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
    fn apply(
        self,
        conn: &mut Conn,
        mut values: <Row::Model as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            let transition = self.transition.clone();
            let outcome = crate::hooks::run::twin::patch(conn, self, &mut values, operation, |_, _| {}).await?;
            if let (Some(transition), Outcome::Unchanged(row)) = (transition, &outcome) {
                transition.check(row.as_model())?;
            }
            Ok(outcome)
        }
    }
    fn output(outcome: Outcome<Row>) -> Result<Row> {
        outcome.into_result()
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync> crate::verbs::update::twin::Applies<Conn>
    for ByFilter<Row, Filter, Mode>
where
    Row: Manager,
    Conn: crate::sql::driver::Driver,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    type Model = Row::Model;
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

impl<Conn: Send, M: Send + Sync, Rows: Send, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for ApplyPatch<M, Rows, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver,
    Rows: crate::verbs::update::twin::Applies<Conn, Model = M> + RunsWith<M::Hooks>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Rows::Output>> + Send {
        async move { Rows::output(self.attempt(conn).await?) }
    }
}

impl<Conn: Send, M: Send + Sync, Rows: Send, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for ApplyPatch<M, Rows, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver,
    Rows: crate::verbs::update::twin::Applies<Conn, Model = M> + RunsWith<M::Hooks>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Rows::Outcome>> + Send {
        async move {
            let operation = self.options.operation(Action::Patch);
            self.target.apply(conn, self.values, operation).await
        }
    }
}
