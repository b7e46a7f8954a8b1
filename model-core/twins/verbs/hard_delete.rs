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
impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Row>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for HardDelete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            let operation = self.options.operation(Action::HardDelete);
            crate::hooks::run::twin::hard_delete(conn, self.target, self.required, operation).await
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for HardDelete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::HardDelete);
            Mode::hard_delete_rows(conn, self.target.in_mode(), operation).await
        }
    }
}
