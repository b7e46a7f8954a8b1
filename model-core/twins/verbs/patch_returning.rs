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
impl<Conn: Send, M: Send + Sync, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for PatchReturning<M, ByFilter<Row, Filter, Mode>, A>
where
    M: Model,
    Row: Manager<Model = M>,
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
    ByFilter<Row, Filter, Mode>: RunsWith<M::Hooks>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            let operation = self.options.operation(Action::Patch);
            Mode::patch_returning(conn, self.target.in_mode(), self.values, operation).await
        }
    }
}
