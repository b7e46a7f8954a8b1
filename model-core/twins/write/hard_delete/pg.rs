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

pub(crate) fn by_key<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        if !plain::audited::<Row>() {
            return crate::write::hard_delete::plain::twin::by_key(conn, &target, required, &operation).await;
        }
        let row: Option<Coded<Row>> =
            crate::sql::driver::load_one(conn, PgDelete::<Row, _>::new(target, required, operation)).await?;
        Ok(row.map_or(Outcome::NotFound, |row| row.outcome(required)))
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg>,
{
    async move {
        if !plain::audited::<Row>() {
            return crate::write::hard_delete::plain::twin::set(conn, target).await;
        }
        let rows: Vec<Number> =
            crate::sql::driver::load(conn, PgDelete::<Row, _>::new(target, RequiredState::Any, operation)).await?;
        Ok(rows.first().map_or(0, Number::count))
    }
}

pub(crate) fn set_returning<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg>,
{
    async move {
        if !plain::audited::<Row>() {
            return crate::write::hard_delete::plain::twin::set_returning(conn, target).await;
        }
        let delete = PgDelete::<Row, _>::new(target, RequiredState::Any, operation);
        Ok(crate::sql::driver::load_rows(conn, PgDelete { returns_rows: true, ..delete }).await?)
    }
}
