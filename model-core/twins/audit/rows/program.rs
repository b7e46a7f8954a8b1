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
    fn rows(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<(String, Map<String, Value>)>>> + Send {
        async move {
            let rows: Vec<Traced<M>> = crate::sql::driver::load(conn, AllRows::<M>(PhantomData)).await?;
            let named = |row: &Traced<M>| (row.values.object_id(M::META).into_owned(), named::<M>(&row.values));
            Ok(rows.iter().map(named).collect())
        }
    }
}

#[cfg(feature = "mysql")]
impl<Conn: Send, M: Send + Sync> crate::audit::verify::twin::Verifies<Conn, M> for diesel::mysql::Mysql
where
    Conn: crate::sql::driver::Driver<Backend = diesel::mysql::Mysql>,
    M: ModelOn<diesel::mysql::Mysql>,
{
    fn rows(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<(String, Map<String, Value>)>>> + Send {
        async move {
            let rows: Vec<Traced<M>> = crate::sql::driver::load(conn, AllRows::<M>(PhantomData)).await?;
            let named = |row: &Traced<M>| (row.values.object_id(M::META).into_owned(), named::<M>(&row.values));
            Ok(rows.iter().map(named).collect())
        }
    }
}
