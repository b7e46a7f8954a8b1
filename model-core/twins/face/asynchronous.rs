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

impl Transaction {
    #[doc(hidden)]
    pub fn open_async<Conn: Driver + Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = impl Future<Output = Result<Self, Error>> + Send> + Send {
        async move {
            let open = unit::twin::open(conn).await;
            async move { open.await.map(Self) }
        }
    }
    #[doc(hidden)]
    pub fn close_async<T: Send + Sync, E: Send + Sync, Conn: Send>(
        self,
        conn: &mut Conn,
        done: Result<T, E>,
    ) -> impl ::std::future::Future<Output = impl Future<Output = Result<T, E>> + Send> + Send
    where
        Conn: Driver,
        T: Send + Sync,
        E: From<Error> + From<diesel::result::Error> + Send + Sync,
    {
        async move { unit::twin::close(conn, self.0, done).await }
    }
}

impl<'u> Savepoint<'u> {
    #[doc(hidden)]
    pub fn open_async<Conn: Driver + Send>(
        conn: &mut Conn,
        unit: &'u Unit,
    ) -> impl ::std::future::Future<Output = impl Future<Output = Result<Self, Error>> + Send> + Send {
        async move { async move { Ok(Self { unit, before: unit::twin::enter(conn, unit).await.await? }) } }
    }
    #[doc(hidden)]
    pub fn close_async<T: Send + Sync, E: Send + Sync, Conn: Send>(
        self,
        conn: &mut Conn,
        done: Result<T, E>,
    ) -> impl ::std::future::Future<Output = impl Future<Output = Result<T, E>> + Send> + Send
    where
        Conn: Driver,
        T: Send + Sync,
        E: From<diesel::result::Error> + Send + Sync,
    {
        async move { unit::twin::leave(conn, self.unit, self.before, done).await }
    }
}
