// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::write::backend::twin::Stores as _;
pub(crate) fn create<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    mut values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Row>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    async move {
        let Some(unique) = slug::wanted::<Row::Model>(&values) else {
            return DB::create(conn, &mut values, operation).await;
        };
        crate::write::insert::slug::twin::numbered::<_, Row::Model, _>(conn, &mut values, unique, |conn, values| {
            DB::create_if_absent(conn, values, unique, operation).await
        })
        .await
    }
}

pub(crate) fn create_many<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    mut rows: Vec<ValuesOf<Row>>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    async move {
        let Some(unique) = rows.iter().find_map(slug::wanted::<Row::Model>) else {
            return DB::create_many(conn, &mut rows, operation).await;
        };
        let written = crate::write::insert::slug::twin::numbered_many::<_, Row::Model, _>(
            conn,
            &mut rows,
            unique,
            |conn, rows| DB::create_many(conn, rows, operation.isolated()).await,
            |conn, values| DB::create_if_absent(conn, values, unique, operation).await,
        )
        .await;
        written.map_err(named::<Row, DB>)
    }
}

pub(crate) fn create_counted<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    mut rows: Vec<ValuesOf<Row>>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    async move {
        let Some(unique) = rows.iter().find_map(slug::wanted::<Row::Model>) else {
            return DB::create_counted(conn, &mut rows, operation).await;
        };
        let written = crate::write::insert::slug::twin::numbered_many::<_, Row::Model, _>(
            conn,
            &mut rows,
            unique,
            |conn, rows| Ok(vec![Counted; DB::create_counted(conn, rows, operation.isolated())?]),
            |conn, values| Ok(DB::create_if_absent(conn, values, unique, operation).await?.map(|_| Counted)),
        )
        .await;
        written.map(|rows| rows.len()).map_err(named::<Row, DB>)
    }
}
