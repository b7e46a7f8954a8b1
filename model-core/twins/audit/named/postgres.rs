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

impl<Conn: Send, M: Send + Sync> crate::audit::named::twin::ReadsName<Conn, M> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn name(key: &M::Key, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<String>> + Send {
        async move {
            if M::META.repr.is_none() {
                return Ok(String::new());
            }
            let found: Vec<NameRow> = crate::sql::driver::load(conn, SelectName::<M>(key)).await?;
            Ok(found.into_iter().next().map(|NameRow(name)| name).unwrap_or_default())
        }
    }
    fn labels(
        keys: &[M::Key],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<(String, String)>>> + Send {
        async move {
            let found: Vec<LabelRow> = crate::sql::driver::load(conn, SelectLabels::<M> { keys, all }).await?;
            Ok(found.into_iter().map(|LabelRow(key, name)| (key, name)).collect())
        }
    }
}
