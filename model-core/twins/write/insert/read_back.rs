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

pub(crate) fn insert<Conn: Send, M: Send + Sync, U: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    keys: &[String],
    unless: Unless,
) -> impl ::std::future::Future<Output = Result<Vec<U>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
    U: QueryableByName<Conn::Backend> + HasKey + 'static,
{
    async move {
        if <Conn::Backend as Dialect>::RETURNING {
            let insert = InsertRows::<M>::new(rows, unless, true);
            return Ok(crate::sql::driver::read(conn, &insert, insert.id()).await?);
        }
        if rows.len() > 1 && !read_together::<M>(rows) {
            let mut read = Vec::with_capacity(rows.len());
            for row in rows {
                read.extend(
                    crate::write::insert::read_back::twin::insert_together::<_, M, U>(
                        conn,
                        std::slice::from_ref(row),
                        &[],
                    )
                    .await?,
                );
            }
            return Ok(read);
        }
        crate::write::insert::read_back::twin::insert_together::<_, M, U>(conn, rows, keys).await
    }
}

pub(crate) fn insert_together<Conn: Send, M: Send + Sync, U: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    keys: &[String],
) -> impl ::std::future::Future<Output = Result<Vec<U>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
    U: QueryableByName<Conn::Backend> + HasKey + 'static,
{
    async move {
        crate::write::insert::read_back::twin::write_unread::<_, M>(conn, rows, Unless::NOTHING).await?;
        if !keys.is_empty() {
            let read = crate::sql::driver::load(conn, ReadBack::<M> { rows, ordered: false }).await?;
            if let Some(read) = in_order(read, keys) {
                return Ok(read);
            }
        }
        Ok(crate::sql::driver::load(conn, ReadBack::<M> { rows, ordered: true }).await?)
    }
}

pub(crate) fn insert_one<Conn: Send, M: Send + Sync, U: Send + Sync>(
    conn: &mut Conn,
    row: &M::Values,
    unless: Unless,
) -> impl ::std::future::Future<Output = Result<Option<U>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
    U: QueryableByName<Conn::Backend>,
{
    async move {
        if <Conn::Backend as Dialect>::RETURNING {
            let insert = InsertOne::<M>::new(row, unless, true);
            return Ok(crate::sql::driver::read_one(conn, &insert, insert.id()).await?);
        }
        crate::write::insert::read_back::twin::write_one::<_, M>(conn, row, Unless::NOTHING).await?;
        Ok(crate::sql::driver::load_one(conn, ReadBackOne::<M> { row }).await?)
    }
}

pub(crate) fn write_one<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    row: &M::Values,
    unless: Unless,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let insert = InsertOne::<M>::new(row, unless, false);
        Ok(crate::sql::driver::run(conn, &insert, insert.id()).await?)
    }
}

pub(crate) fn write_unread<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    unless: Unless,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let insert = InsertRows::<M>::new(rows, unless, false);
        Ok(crate::sql::driver::run(conn, &insert, insert.id()).await?)
    }
}
