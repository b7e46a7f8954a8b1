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

#[diagnostic::on_unimplemented(
    message = "rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{Row}`",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Stores<Conn, Row: Manager>: Dialect {
    fn create(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Row>> + Send;
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send;
    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send;
    fn create_many(
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn create_absent(
        conn: &mut Conn,
        rows: &[ValuesOf<Row>],
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn create_counted(
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send;
    fn update_many(
        conn: &mut Conn,
        rows: &[Given<Row::Model>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send;
}

#[diagnostic::on_unimplemented(
    message = "these rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{Row}`, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait StoresSets<Conn, Row: Manager, Filter>: Dialect {
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn update_returning(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
}

#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<Conn: Send, Row: Send + Sync> crate::write::backend::twin::Stores<Conn, Row> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    fn create(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Row>> + Send {
        async move { crate::write::insert::pg::twin::create(conn, values, operation).await.map_err(named::<Row, Self>) }
    }
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send {
        async move {
            crate::write::insert::pg::twin::create_if_absent(conn, values, unique, operation.isolated())
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send {
        async move {
            crate::write::insert::pg::twin::create_checking_parents(conn, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn create_many(
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move { crate::write::insert::pg::twin::create_many(conn, rows, operation).await.map_err(named::<Row, Self>) }
    }
    fn create_absent(
        conn: &mut Conn,
        rows: &[ValuesOf<Row>],
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::write::insert::pg::twin::create_absent(conn, rows, unique, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn create_counted(
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let written = crate::write::insert::pg::twin::create_counted::<_, Row::Model>(conn, rows, operation).await;
            written.map(|rows| rows.len()).map_err(named::<Row, Self>)
        }
    }
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            crate::write::update::pg::twin::by_key(conn, kind, target, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn update_many(
        conn: &mut Conn,
        rows: &[Given<Row::Model>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            crate::write::update::many::twin::pg::<_, Row>(conn, rows, operation).await.map_err(named::<Row, Self>)
        }
    }
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move { crate::write::hard_delete::pg::twin::by_key(conn, target, required, operation).await }
    }
}

#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<Conn: Send, Row: Send + Sync, Filter: Send> crate::write::backend::twin::StoresSets<Conn, Row, Filter> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg> + QueryId,
{
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            crate::write::update::pg::twin::set(conn, kind, target, values, operation).await.map_err(named::<Row, Self>)
        }
    }
    fn update_returning(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::write::update::pg::twin::set_returning(conn, kind, target, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { crate::write::hard_delete::pg::twin::set(conn, target, operation).await }
    }
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move { crate::write::hard_delete::pg::twin::set_returning(conn, target, operation).await }
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[diagnostic::do_not_recommend]
impl<DB, Conn: Send, Row: Send + Sync> crate::write::backend::twin::Stores<Conn, Row> for DB
where
    DB: Program,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    fn create(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Row>> + Send {
        async move { crate::write::insert::program::twin::create(conn, values, operation).await.map_err(named::<Row, Self>) }
    }
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send {
        async move {
            crate::write::insert::program::twin::create_if_absent(conn, values, unique, operation.isolated())
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send {
        async move {
            crate::write::insert::program::twin::create_checking_parents(conn, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn create_many(
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::write::insert::program::twin::create_many(conn, rows, operation).await.map_err(named::<Row, Self>)
        }
    }
    fn create_absent(
        conn: &mut Conn,
        rows: &[ValuesOf<Row>],
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::write::insert::program::twin::create_absent(conn, rows, unique, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn create_counted(
        conn: &mut Conn,
        rows: &mut [ValuesOf<Row>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let written =
                crate::write::insert::program::twin::create_counted::<_, Row::Model>(conn, rows, operation).await;
            written.map(|rows| rows.len()).map_err(named::<Row, Self>)
        }
    }
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            crate::write::update::program::twin::by_key(conn, kind, target, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn update_many(
        conn: &mut Conn,
        rows: &[Given<Row::Model>],
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            crate::write::update::many::twin::program::<_, Row>(conn, rows, operation).await.map_err(named::<Row, Self>)
        }
    }
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move { crate::write::hard_delete::program::twin::by_key(conn, target, required, operation).await }
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[diagnostic::do_not_recommend]
impl<DB, Conn: Send, Row: Send + Sync, Filter: Send> crate::write::backend::twin::StoresSets<Conn, Row, Filter> for DB
where
    DB: Program,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB> + QueryId,
{
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            crate::write::update::program::twin::set(conn, kind, target, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn update_returning(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::write::update::program::twin::set_returning(conn, kind, target, values, operation)
                .await
                .map_err(named::<Row, Self>)
        }
    }
    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { crate::write::hard_delete::program::twin::set(conn, target, operation).await }
    }
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move { crate::write::hard_delete::program::twin::set_returning(conn, target, operation).await }
    }
}
