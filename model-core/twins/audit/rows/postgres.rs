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

impl<Conn: Send, M: Send + Sync> crate::audit::verify::twin::Verifies<Conn, M> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn rows(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<(String, Map<String, Value>)>>> + Send {
        async move {
            let rows: Vec<JsonRow> = crate::sql::driver::load(conn, AllRows::<M>(PhantomData)).await?;
            Ok(rows.into_iter().map(|JsonRow(object_id, values)| (object_id, values)).collect())
        }
    }
}
