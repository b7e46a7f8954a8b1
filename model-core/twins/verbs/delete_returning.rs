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

use crate::hooks::bulk::twin::BulkStrategy;
use crate::operation::run::twin::RunOn;
impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for DeleteReturning<ByFilter<Row, Filter, Mode>, false, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    fn perform(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>>>
    + Send {
        async move {
            let operation = self.options.operation(Action::Delete);
            let rows = Mode::delete_returning(conn, self.target.in_mode(), operation).await?;
            Ok(rows.into_iter().map(Into::into).collect())
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for DeleteReturning<ByFilter<Row, Filter, Mode>, true, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            let operation = self.options.operation(Action::HardDelete);
            Mode::hard_delete_returning(conn, self.target.in_mode(), operation).await
        }
    }
}
