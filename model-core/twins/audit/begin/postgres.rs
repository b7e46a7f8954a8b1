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
            let last: Option<M> = crate::sql::driver::load_row(conn, Last(part)).await?;
            let until = last.map(|row| row.key());
            let part = Part::<M> { after: part.after.clone(), until: until.clone(), size: part.size };
            let locked: Vec<Number> = crate::sql::driver::load(conn, Lock(&part)).await?;
            if locked.first().map_or(0, Number::count) == 0 {
                return Ok((0, until));
            }
            let written = crate::sql::driver::execute(conn, Insert { part: &part, operation }).await?;
            Ok((written, until))
        }
    }
}
