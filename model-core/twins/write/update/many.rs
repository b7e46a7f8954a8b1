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

#[cfg(feature = "postgres")]
pub(crate) fn pg<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &[Given<Row::Model>],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        let Some((rules, significant)) = plan::<Row::Model>(rows) else { return Ok(0) };
        let size = rows_each::<Row::Model, Pg>(rows);
        if rows.len() <= size {
            return crate::write::update::many::twin::pg_group::<_, Row>(conn, rows, rules, significant, operation)
                .await;
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        let mut count = 0;
                        for rows in rows.chunks(size) {
                            count += crate::write::update::many::twin::pg_group::<_, Row>(
                                conn,
                                rows,
                                rules,
                                significant,
                                operation,
                            )
                            .await?;
                        }
                        Ok(count)
                    }
                })
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

#[cfg(feature = "postgres")]
pub(crate) fn pg_group<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &[Given<Row::Model>],
    rules: Rules,
    significant: ColumnSet,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        let rows = Many::<Row::Model> { rows };
        if !<Row::Model as Model>::META.is_compared() {
            return crate::write::update::many::twin::plain_group(conn, &rows, rules, significant).await;
        }
        let head = <Row::Model as Model>::META.change_log().map(|_| head(&operation));
        let numbers =
            crate::sql::driver::load(conn, PgUpdateMany { rows, significant, operation, head, rules }).await?;
        Ok(numbers.first().map_or(0, Number::count))
    }
}

pub(crate) fn plain_group<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &Many<'_, M>,
    rules: Rules,
    significant: ColumnSet,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let significant = if rules.skips_unchanged { significant } else { ColumnSet::default() };
        let update = UpdateMany { rows, significant, returning: Returning::default(), held: false };
        Ok(crate::sql::driver::execute(conn, update).await?)
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn program<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &[Given<Row::Model>],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let Some((rules, significant)) = plan::<Row::Model>(rows) else { return Ok(0) };
        let size = rows_each::<Row::Model, Conn::Backend>(rows);
        let meta = <Row::Model as Model>::META;
        if !meta.is_compared() && rows.len() <= size {
            return crate::write::update::many::twin::plain_group(
                conn,
                &Many::<Row::Model> { rows },
                rules,
                significant,
            )
            .await;
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        crate::write::program::twin::lock_first::<_, Row::Model>(conn, &operation).await?;
                        let mut count = 0;
                        for rows in rows.chunks(size) {
                            let rows = Many::<Row::Model> { rows };
                            count += match meta.is_compared() {
                                true => {
                                    crate::write::update::many::twin::write_group::<_, Row>(
                                        conn,
                                        &rows,
                                        rules,
                                        significant,
                                        &operation,
                                    )
                                    .await?
                                }
                                false => {
                                    crate::write::update::many::twin::plain_group(conn, &rows, rules, significant)
                                        .await?
                                }
                            };
                        }
                        Ok(count)
                    }
                })
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn write_group<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &Many<'_, Row::Model>,
    rules: Rules,
    significant: ColumnSet,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let compared = BeforeAndAfter::new(rules, meta, rows.columns(), operation);
        let columns = compared.columns();
        let old: Vec<Recorded<Row::Model>> =
            crate::sql::driver::load(conn, Select::<Row::Model, _>::locked(rows).tracing(columns)).await?;
        crate::trail::told::twin::announce(conn, meta).await?;
        let significant = if rules.skips_unchanged { significant } else { ColumnSet::default() };
        let update = |returning| UpdateMany { rows, significant, returning, held: true };
        let (count, new): (_, Vec<Traced<Row::Model>>) = if <Conn::Backend as Dialect>::RETURNING {
            let new: Vec<_> =
                crate::sql::driver::load(conn, update(Returning { columns, traced: Some(columns.to_number()) }))
                    .await?;
            (new.len(), new)
        } else {
            let count = crate::sql::driver::execute(conn, update(Returning::default())).await?;
            if count == 0 {
                crate::sql::lock::twin::still_open(conn).await?;
            }
            (count, crate::sql::driver::load(conn, Select::<Row::Model, _>::locked(rows).only(columns)).await?)
        };
        if let Some(log) = &compared.log {
            crate::write::update::program::twin::append_to_each::<_, Row::Model>(conn, log, &old, &new).await?;
        }
        let entries = compared.trail.as_ref().map(|trail| compare(trail, old.iter().map(|row| &row.values), &new));
        let entries = entries.unwrap_or_default();
        crate::trail::insert::twin::insert(conn, meta.content_type, operation, &entries).await?;
        if entries.is_empty() {
            crate::trail::told::twin::withdraw(conn, meta).await?;
        }
        Ok(count)
    }
}
