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

pub(crate) fn lock_table<M: Send + Sync, Conn: Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        if <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() {
            crate::sql::driver::execute(conn, LockTable::<M>(PhantomData)).await?;
        }
        Ok(())
    }
}

pub(crate) fn take_write_lock_of<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        match crate::sql::lock::twin::is_in_transaction(conn).await? {
            true => crate::sql::lock::twin::lock_table::<M, _>(conn).await,
            false => Ok(()),
        }
    }
}

pub(crate) fn is_in_transaction<Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<bool>> + Send {
    async move { Ok(crate::sql::driver::depth(conn).await? > 0) }
}

pub(crate) fn reads_the_past<Conn: Send>(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<bool>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        match <Conn::Backend as Dialect>::COUNT_LOCK {
            "" => Ok(false),
            _ => crate::sql::lock::twin::is_in_transaction(conn).await,
        }
    }
}

pub(crate) fn is_nested<Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<bool>> + Send {
    async move { Ok(crate::sql::driver::depth(conn).await? > 1) }
}

pub(crate) fn take_write_lock<Conn: Send>(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() {
            crate::sql::driver::execute_own(conn, TakeWriteLock).await?;
        }
        Ok(())
    }
}

pub(crate) fn still_open<Conn: Send>(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if Conn::Backend::AND_OPEN.is_empty() {
            return Ok(());
        }
        match crate::sql::driver::load_one::<_, _, crate::sql::rows::Number>(conn, IsOpen).await? {
            Some(number) if number.count() > 0 => Ok(()),
            _ => Err(crate::meta::error::Error::Conflict),
        }
    }
}

pub(crate) fn is_cluster<Conn: Send>(conn: &mut Conn) -> impl ::std::future::Future<Output = bool> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if Conn::Backend::IS_CLUSTER.is_empty() {
            return false;
        }
        let number = crate::sql::driver::load_one::<_, _, crate::sql::rows::Number>(conn, IsCluster).await;
        matches ! (number , Ok (Some (number)) if number . count () > 0)
    }
}
