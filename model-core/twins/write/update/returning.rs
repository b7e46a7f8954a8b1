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

pub(crate) fn plain<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let kind = Rules::PATCH.writing(meta, values.columns());
        let significant = significant(meta, values.columns());
        if kind.skips_unchanged && significant.is_empty() {
            return Ok(Vec::new());
        }
        let held = crate::write::update::plain::twin::is_held::<Row::Model, _>(conn).await?;
        let returning = returning::<Row, Conn::Backend>();
        let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning);
        Ok(crate::sql::driver::load_rows(conn, UpdateRows { held, ..update }).await?)
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn program<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    values: <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let kind = Rules::PATCH.writing(meta, values.columns());
        let significant = significant(meta, values.columns());
        let nothing_to_write = kind.skips_unchanged && significant.is_empty();
        if nothing_to_write || (!meta.is_compared() && <Conn::Backend as Dialect>::RETURNING) {
            return crate::write::update::returning::twin::plain(conn, target, &values).await;
        }
        let compared = BeforeAndAfter::new(kind, meta, values.columns(), &operation);
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        crate::write::program::twin::lock_first::<_, Row::Model>(conn, &operation).await?;
                        let differing = if kind.skips_unchanged { significant } else { ColumnSet::default() };
                        let changing = Changing::<Row, _> { target, values: &values, differing };
                        let old: Vec<Row> =
                            crate::sql::driver::load_rows(conn, Select::<Row, _>::locked(&changing)).await?;
                        let keys: Vec<_> = old.iter().map(|row| row.as_model().key()).collect();
                        let mut rows = Vec::with_capacity(keys.len());
                        for keys in keys.chunks(per_statement::<Conn::Backend>(meta.key.len(), BESIDE_KEYS)) {
                            let chunk = ByKeys::<Row>::new(keys);
                            if meta.is_compared() {
                                let old = crate::sql::driver::load(
                                    conn,
                                    Select::<Row, _>::locked(&chunk).tracing(compared.columns()),
                                )
                                .await?;
                                let (_, entries) = crate::write::update::program::twin::write_by_key::<_, Row>(
                                    conn,
                                    kind,
                                    old,
                                    &values,
                                    significant,
                                    &compared,
                                )
                                .await?;
                                crate::trail::insert::twin::insert(conn, meta.content_type, &operation, &entries)
                                    .await?;
                            } else {
                                let required = RequiredState::Any;
                                let update = statement::<Row, _>(
                                    kind,
                                    &chunk,
                                    &values,
                                    required,
                                    significant,
                                    Returning::default(),
                                );
                                if crate::sql::driver::execute(conn, UpdateRows { held: true, ..update }).await? == 0 {
                                    crate::sql::lock::twin::still_open(conn).await?;
                                }
                            }
                            rows.extend(
                                crate::sql::driver::load_rows(
                                    conn,
                                    Select::<Row, _>::locked(&ByKeys::<Row>::new(keys)),
                                )
                                .await?,
                            );
                        }
                        Ok(rows)
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
