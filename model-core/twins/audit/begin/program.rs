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
impl<Conn: Send, M: Send + Sync> crate::audit::begin::twin::Begins<Conn, M> for diesel::sqlite::Sqlite
where
    Conn: crate::sql::driver::Driver<Backend = diesel::sqlite::Sqlite>,
    M: ModelOn<diesel::sqlite::Sqlite>,
{
    fn begin_part(
        conn: &mut Conn,
        part: &Part<M>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Option<M::Key>)>> + Send {
        async move {
            crate::sql::lock::twin::take_write_lock(conn).await?;
            let rows: Vec<Recorded<M>> = crate::sql::driver::load(conn, Rows(part)).await?;
            let ids: Vec<String> = rows.iter().map(|row| row.values.object_id(M::META).into_owned()).collect();
            let lock = if crate::sql::lock::twin::reads_the_past(conn).await? {
                <diesel::sqlite::Sqlite as Dialect>::COUNT_LOCK
            } else {
                ""
            };
            let mut traced = HashSet::new();
            for ids in ids.chunks(per_statement::<diesel::sqlite::Sqlite>(1, 1)) {
                let content_type = M::META.content_type;
                let found: Vec<ObjectId> = crate::sql::driver::load(conn, Traced { content_type, ids, lock }).await?;
                traced.extend(found.into_iter().map(|ObjectId(id)| id));
            }
            let whole = WholeRows::new(M::META);
            let untraced = rows.iter().zip(&ids).filter(|(_, id)| !traced.contains(*id));
            let entries: Vec<_> = untraced.map(|(row, _)| whole.created(&row.values)).collect();
            crate::trail::insert::twin::insert(conn, M::META.content_type, &operation, &entries).await?;
            let last = rows.last().filter(|_| rows.len() == part.size()).map(|row| row.row.key());
            Ok((entries.len(), last))
        }
    }
}

#[cfg(feature = "mysql")]
impl<Conn: Send, M: Send + Sync> crate::audit::begin::twin::Begins<Conn, M> for diesel::mysql::Mysql
where
    Conn: crate::sql::driver::Driver<Backend = diesel::mysql::Mysql>,
    M: ModelOn<diesel::mysql::Mysql>,
{
    fn begin_part(
        conn: &mut Conn,
        part: &Part<M>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Option<M::Key>)>> + Send {
        async move {
            crate::sql::lock::twin::take_write_lock(conn).await?;
            let rows: Vec<Recorded<M>> = crate::sql::driver::load(conn, Rows(part)).await?;
            let ids: Vec<String> = rows.iter().map(|row| row.values.object_id(M::META).into_owned()).collect();
            let lock = if crate::sql::lock::twin::reads_the_past(conn).await? {
                <diesel::mysql::Mysql as Dialect>::COUNT_LOCK
            } else {
                ""
            };
            let mut traced = HashSet::new();
            for ids in ids.chunks(per_statement::<diesel::mysql::Mysql>(1, 1)) {
                let content_type = M::META.content_type;
                let found: Vec<ObjectId> = crate::sql::driver::load(conn, Traced { content_type, ids, lock }).await?;
                traced.extend(found.into_iter().map(|ObjectId(id)| id));
            }
            let whole = WholeRows::new(M::META);
            let untraced = rows.iter().zip(&ids).filter(|(_, id)| !traced.contains(*id));
            let entries: Vec<_> = untraced.map(|(row, _)| whole.created(&row.values)).collect();
            crate::trail::insert::twin::insert(conn, M::META.content_type, &operation, &entries).await?;
            let last = rows.last().filter(|_| rows.len() == part.size()).map(|row| row.row.key());
            Ok((entries.len(), last))
        }
    }
}
