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

pub(crate) fn found<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let lock = crate::sql::lock::twin::reads_the_past(conn).await?;
        crate::sql::find::twin::find(conn, target, required, lock).await
    }
}

pub(crate) fn found_unlocked<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move { crate::sql::find::twin::find(conn, target, required, false).await }
}

pub(crate) fn found_locked<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move { crate::sql::find::twin::find(conn, target, required, true).await }
}

pub(crate) fn find<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
    lock: bool,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let row: Option<Coded<Row>> =
            crate::sql::driver::load_one(conn, Find::<Row, _> { target, required, lock, rows: PhantomData }).await?;
        Ok(row.map_or(Outcome::NotFound, |row| row.expecting(target.expected).outcome(required)))
    }
}
