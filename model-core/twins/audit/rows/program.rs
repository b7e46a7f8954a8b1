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

#[cfg(feature = "sqlite")]
impl<Conn: Send, M: Send + Sync> crate::audit::verify::twin::Verifies<Conn, M> for diesel::sqlite::Sqlite
where
    Conn: crate::sql::driver::Driver<Backend = diesel::sqlite::Sqlite>,
    M: ModelOn<diesel::sqlite::Sqlite>,
{
    fn rows(
        conn: &mut Conn,
        part: &Part<M>,
    ) -> impl ::std::future::Future<Output = Result<(Vec<Found>, Option<M::Key>)>> + Send {
        async move {
            let part = crate::audit::part::twin::bounded(conn, part).await?;
            let rows: Vec<Traced<M>> = crate::sql::driver::load(conn, Rows(&part)).await?;
            let named = |row: &Traced<M>| (row.values.object_id(M::META).into_owned(), named::<M>(&row.values));
            Ok((rows.iter().map(named).collect(), part.end().cloned()))
        }
    }
    fn gone(
        conn: &mut Conn,
        after: Option<&str>,
        limit: usize,
    ) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send {
        async move {
            let gone: Vec<ObjectId> =
                crate::sql::driver::load(conn, Gone::<M> { after, limit, model: PhantomData }).await?;
            Ok(gone.into_iter().map(|ObjectId(id)| id).collect())
        }
    }
}

#[cfg(feature = "mysql")]
impl<Conn: Send, M: Send + Sync> crate::audit::verify::twin::Verifies<Conn, M> for diesel::mysql::Mysql
where
    Conn: crate::sql::driver::Driver<Backend = diesel::mysql::Mysql>,
    M: ModelOn<diesel::mysql::Mysql>,
{
    fn rows(
        conn: &mut Conn,
        part: &Part<M>,
    ) -> impl ::std::future::Future<Output = Result<(Vec<Found>, Option<M::Key>)>> + Send {
        async move {
            let part = crate::audit::part::twin::bounded(conn, part).await?;
            let rows: Vec<Traced<M>> = crate::sql::driver::load(conn, Rows(&part)).await?;
            let named = |row: &Traced<M>| (row.values.object_id(M::META).into_owned(), named::<M>(&row.values));
            Ok((rows.iter().map(named).collect(), part.end().cloned()))
        }
    }
    fn gone(
        conn: &mut Conn,
        after: Option<&str>,
        limit: usize,
    ) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send {
        async move {
            let gone: Vec<ObjectId> =
                crate::sql::driver::load(conn, Gone::<M> { after, limit, model: PhantomData }).await?;
            Ok(gone.into_iter().map(|ObjectId(id)| id).collect())
        }
    }
}
