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

use crate::write::backend::twin::Stores;
use crate::write::insert::slug::twin::WriteAllNumbered;
use crate::write::insert::slug::twin::WriteNumbered;
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
        crate::write::insert::slug::twin::numbered::<_, Row::Model, _>(
            conn,
            &mut values,
            unique,
            &mut Read::<Row>::new(unique, operation),
        )
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
        let write = &mut Read::<Row>::new(unique, operation);
        crate::write::insert::slug::twin::numbered_many::<_, Row::Model, _>(conn, &mut rows, unique, write)
            .await
            .map_err(named::<Row, DB>)
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
        let write = &mut Count(Read::<Row>::new(unique, operation));
        let written =
            crate::write::insert::slug::twin::numbered_many::<_, Row::Model, _>(conn, &mut rows, unique, write).await;
        written.map(|rows| rows.len()).map_err(named::<Row, DB>)
    }
}

impl<DB, Conn: Send, Row: Send + Sync> crate::write::insert::slug::twin::WriteNumbered<Conn, Row::Model>
    for Read<'_, Row>
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    type Written = Row;
    fn write(
        &mut self,
        conn: &mut Conn,
        values: &ValuesOf<Row>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send {
        async move { DB::create_if_absent(conn, values, self.unique, self.operation).await }
    }
}

impl<DB, Conn: Send, Row: Send + Sync> crate::write::insert::slug::twin::WriteAllNumbered<Conn, Row::Model>
    for Read<'_, Row>
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    fn write_all(
        &mut self,
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move { DB::create_many(conn, rows, self.operation.isolated()).await }
    }
}

impl<DB, Conn: Send, Row: Send + Sync> crate::write::insert::slug::twin::WriteNumbered<Conn, Row::Model>
    for Count<'_, Row>
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    type Written = Counted;
    fn write(
        &mut self,
        conn: &mut Conn,
        values: &ValuesOf<Row>,
    ) -> impl ::std::future::Future<Output = Result<Option<Counted>>> + Send {
        async move { Ok(self.0.write(conn, values).await?.map(|_| Counted)) }
    }
}

impl<DB, Conn: Send, Row: Send + Sync> crate::write::insert::slug::twin::WriteAllNumbered<Conn, Row::Model>
    for Count<'_, Row>
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    fn write_all(
        &mut self,
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
    ) -> impl ::std::future::Future<Output = Result<Vec<Counted>>> + Send {
        async move { Ok(vec![Counted; DB::create_counted(conn, rows, self.0.operation.isolated()).await?]) }
    }
}
