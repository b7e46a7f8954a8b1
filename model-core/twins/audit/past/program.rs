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

use crate::audit::past::twin::Recalls;
#[cfg(feature = "sqlite")]
impl<Conn: Send, M: Send + Sync> crate::audit::past::twin::Recalls<Conn, M> for diesel::sqlite::Sqlite
where
    Conn: crate::sql::driver::Driver<Backend = diesel::sqlite::Sqlite>,
    M: ModelOn<diesel::sqlite::Sqlite>,
{
    fn recall(
        conn: &mut Conn,
        recollection: Recollection<M>,
    ) -> impl ::std::future::Future<Output = Result<Option<M>>> + Send {
        async move { Ok(crate::sql::driver::load_row(conn, recollection).await?) }
    }
}

#[cfg(feature = "mysql")]
impl<Conn: Send, M: Send + Sync> crate::audit::past::twin::Recalls<Conn, M> for Mysql
where
    Conn: crate::sql::driver::Driver<Backend = Mysql>,
    M: ModelOn<Mysql>,
{
    fn recall(
        conn: &mut Conn,
        recollection: Recollection<M>,
    ) -> impl ::std::future::Future<Output = Result<Option<M>>> + Send {
        async move { Ok(crate::sql::driver::load_row(conn, recollection).await?) }
    }
}
