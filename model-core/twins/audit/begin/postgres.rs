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

impl<Conn: Send, M: Send + Sync> crate::audit::begin::twin::Begins<Conn, M> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn begin_part(
        conn: &mut Conn,
        part: &Part<M>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Option<M::Key>)>> + Send {
        async move {
            let part = crate::audit::part::twin::bounded(conn, part).await?;
            let locked: Vec<Number> = crate::sql::driver::load(conn, Lock(&part)).await?;
            if locked.first().map_or(0, Number::count) == 0 {
                return Ok((0, part.end().cloned()));
            }
            let written = crate::sql::driver::execute(conn, Insert { part: &part, operation }).await?;
            Ok((written, part.end().cloned()))
        }
    }
}
