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
impl<Conn: Send, M: Send + Sync> crate::audit::named::twin::ReadsName<Conn, M> for diesel::sqlite::Sqlite
where
    Conn: crate::sql::driver::Driver<Backend = diesel::sqlite::Sqlite>,
    M: ModelOn<diesel::sqlite::Sqlite>,
{
    fn name(key: &M::Key, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<String>> + Send {
        async move {
            if M::META.repr.is_none() {
                return Ok(String::new());
            }
            let found: Vec<Traced<M>> = crate::sql::driver::load(conn, SelectName::<M>(key)).await?;
            Ok(found.first().map(|row| AuditRow::name(M::META, &row.values)).unwrap_or_default())
        }
    }
    fn labels(
        keys: &[M::Key],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<(String, String)>>> + Send {
        async move {
            let found: Vec<Traced<M>> = crate::sql::driver::load(conn, SelectLabels::<M> { keys, all }).await?;
            let label =
                |row: Traced<M>| (row.values.object_id(M::META).into_owned(), AuditRow::name(M::META, &row.values));
            Ok(found.into_iter().map(label).collect())
        }
    }
}

#[cfg(feature = "mysql")]
impl<Conn: Send, M: Send + Sync> crate::audit::named::twin::ReadsName<Conn, M> for diesel::mysql::Mysql
where
    Conn: crate::sql::driver::Driver<Backend = diesel::mysql::Mysql>,
    M: ModelOn<diesel::mysql::Mysql>,
{
    fn name(key: &M::Key, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<String>> + Send {
        async move {
            if M::META.repr.is_none() {
                return Ok(String::new());
            }
            let found: Vec<Traced<M>> = crate::sql::driver::load(conn, SelectName::<M>(key)).await?;
            Ok(found.first().map(|row| AuditRow::name(M::META, &row.values)).unwrap_or_default())
        }
    }
    fn labels(
        keys: &[M::Key],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<(String, String)>>> + Send {
        async move {
            let found: Vec<Traced<M>> = crate::sql::driver::load(conn, SelectLabels::<M> { keys, all }).await?;
            let label =
                |row: Traced<M>| (row.values.object_id(M::META).into_owned(), AuditRow::name(M::META, &row.values));
            Ok(found.into_iter().map(label).collect())
        }
    }
}
