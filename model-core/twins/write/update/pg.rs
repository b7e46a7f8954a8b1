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
    kind: Rules,
    target: ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        if !<Row::Model as Model>::META.is_compared() {
            return crate::write::update::plain::twin::by_key::<_, _>(conn, kind, &target, values, &operation).await;
        }
        let update = PgUpdate::<Row::Model, _, PatchKind>::of(kind, target, Held::Borrowed(values), operation);
        let row: Option<Coded<Row>> =
            crate::sql::driver::read_one(conn, &update, id::<Row::Model, ByKey<Row>>(kind)).await?;
        Ok(row.map_or(Outcome::NotFound, |row| row.outcome(kind.required.of::<Row::Model>())))
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg> + QueryId,
{
    async move {
        if !<Row::Model as Model>::META.is_compared() {
            return crate::write::update::plain::twin::set::<_, _, _>(conn, kind, target, &values).await;
        }
        let update = PgUpdate::<Row::Model, _, PatchKind>::of(kind, target, Held::Owned(values), operation);
        let row: Option<Number> =
            crate::sql::driver::read_one(conn, &update, id::<Row::Model, ByFilter<Row, Filter>>(kind)).await?;
        Ok(row.map_or(0, |number| number.count()))
    }
}

pub(crate) fn set_returning<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg> + QueryId,
{
    async move {
        if !<Row::Model as Model>::META.is_compared() {
            return crate::write::update::plain::twin::set_returning(conn, kind, target, &values).await;
        }
        let update = PgUpdate::<Row::Model, _, PatchKind>::of(kind, target, Held::Owned(values), operation);
        if update.rules.skips_unchanged && update.significant.is_empty() {
            return Ok(Vec::new());
        }
        Ok(crate::sql::driver::load_rows(conn, PgUpdate { returns_rows: true, ..update }).await?)
    }
}
