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

use crate::write::insert::twin::WriteChunk;
pub(crate) fn create<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Row>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        crate::write::insert::program::twin::create_one(conn, values, Unless::NOTHING, operation)
            .await?
            .ok_or(Error::NotFound)
    }
}

pub(crate) fn create_if_absent<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unique: &'static Unique,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        if <Conn::Backend as Dialect>::PARTIAL_INDEX {
            return crate::write::insert::program::twin::create_read(
                conn,
                values,
                Unless::duplicate(unique),
                operation,
            )
            .await;
        }
        match crate::write::insert::program::twin::create_read(conn, values, Unless::NOTHING, operation).await {
            Ok(row) => row.map(Some).ok_or(Error::NotFound),
            Err(error) if violates::<Row::Model, Conn::Backend>(&error, unique) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

pub(crate) fn create_checking_parents<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move { crate::write::insert::program::twin::create_one(conn, values, Unless::ORPHAN, operation).await }
}

pub(crate) fn create_one<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        if !is_exact::<Row, Conn::Backend>(values) {
            return crate::write::insert::program::twin::create_read(conn, values, unless, operation).await;
        }
        let written = match <Row::Model as Model>::META.audited {
            false => crate::write::insert::read_back::twin::write_one::<_, Row::Model>(conn, values, unless).await?,
            true => {
                let mut again = Again::new(&operation);
                loop {
                    crate::write::program::twin::begin_entry(conn, <Row::Model as Model>::META, &operation).await?;
                    let written = crate::write::insert::program::twin::write_recorded::<_, Row::Model>(
                        conn, values, unless, &operation,
                    )
                    .await;
                    let is_told = matches!(written, Ok(1..));
                    crate::write::program::twin::finish_entry(
                        conn,
                        <Row::Model as Model>::META,
                        &operation,
                        written.is_ok(),
                        is_told,
                    )
                    .await?;
                    if !matches!(written, Err(Error::Conflict)) || !again.wanted_async(conn).await? {
                        break written?;
                    }
                }
            }
        };
        Ok(if written > 0 { take_row(values) } else { None })
    }
}

pub(crate) fn write_recorded<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    values: &M::Values,
    unless: Unless,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let written = crate::write::insert::read_back::twin::write_one::<_, M>(conn, values, unless).await?;
        if written > 0
            && let Some(traced) = Snapshot::of_values(M::META.fields, values, M::META.columns())
        {
            crate::write::insert::program::twin::log_one(conn, M::META, operation, &traced).await?;
        }
        Ok(written)
    }
}

pub(crate) fn create_read<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        if !<Row::Model as Model>::META.audited {
            let row: Option<Plain<Row>> =
                crate::write::insert::read_back::twin::insert_one::<_, Row::Model, _>(conn, values, unless).await?;
            return Ok(row.map(|Plain(row)| row));
        }
        let mut again = Again::new(&operation);
        loop {
            crate::write::program::twin::begin_entry(conn, <Row::Model as Model>::META, &operation).await?;
            let row = crate::write::insert::program::twin::insert_recorded(conn, values, unless, &operation).await;
            crate::write::program::twin::finish_entry(
                conn,
                <Row::Model as Model>::META,
                &operation,
                row.is_ok(),
                matches!(row, Ok(Some(_))),
            )
            .await?;
            if !matches!(row, Err(Error::Conflict)) || !again.wanted_async(conn).await? {
                return row;
            }
        }
    }
}

pub(crate) fn insert_recorded<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &<Row::Model as Model>::Values,
    unless: Unless,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let row: Option<Recorded<Row>> =
            crate::write::insert::read_back::twin::insert_one::<_, Row::Model, _>(conn, values, unless).await?;
        let Some(Recorded { row, values }) = row else { return Ok(None) };
        crate::write::insert::program::twin::log_one(conn, <Row::Model as Model>::META, operation, &values).await?;
        Ok(Some(row))
    }
}

pub(crate) fn create_many<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &mut [<Row::Model as Model>::Values],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let alone = !<Row::Model as Model>::META.audited && (<Conn::Backend as Dialect>::RETURNING || rows.len() == 1);
        let keys = known_keys::<Conn::Backend, Row::Model>(rows);
        let unless = Unless::NOTHING;
        let write = &mut Reading { keys: &keys, unless, operation: &operation, rows: PhantomData };
        crate::write::insert::twin::write_chunks::<_, Row::Model, _>(
            conn,
            chunks::<Row::Model, Conn::Backend>(rows, 0),
            alone,
            &operation,
            write,
        )
        .await
    }
}

pub(crate) fn create_absent<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &[<Row::Model as Model>::Values],
    unique: &'static Unique,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        if !<Conn::Backend as Dialect>::PARTIAL_INDEX {
            return {
                async {
                    operation.begin_async(conn).await?;
                    let done: crate::meta::error::Result<_> = Box::pin(async {
                        {
                            let mut created = Vec::new();
                            for values in rows {
                                created.extend(
                                    crate::write::insert::program::twin::create_if_absent::<_, Row>(
                                        conn,
                                        values,
                                        unique,
                                        operation.isolated(),
                                    )
                                    .await?,
                                );
                            }
                            Ok(created)
                        }
                    })
                    .await;
                    let finished = operation.finish_async(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            };
        }
        let alone = !<Row::Model as Model>::META.audited;
        let unless = Unless::duplicate(unique);
        let write = &mut Reading { keys: &[], unless, operation: &operation, rows: PhantomData };
        crate::write::insert::twin::write_chunks::<_, Row::Model, _>(
            conn,
            chunks::<Row::Model, Conn::Backend>(rows, 0),
            alone,
            &operation,
            write,
        )
        .await
    }
}

impl<Conn: Send, Row: Send + Sync> crate::write::insert::twin::WriteChunk<Conn, Row::Model> for Reading<'_, Row>
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    type Written = Row;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[<Row::Model as Model>::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            let meta = <Row::Model as Model>::META;
            let keys = take(&mut self.keys, rows.len());
            if !meta.audited {
                let rows: Vec<Plain<Row>> =
                    crate::write::insert::read_back::twin::insert::<_, Row::Model, _>(conn, rows, keys, self.unless)
                        .await?;
                return Ok(rows.into_iter().map(|Plain(row)| row).collect());
            }
            crate::trail::told::twin::announce(conn, meta).await?;
            let rows: Vec<Recorded<Row>> =
                crate::write::insert::read_back::twin::insert::<_, Row::Model, _>(conn, rows, keys, self.unless)
                    .await?;
            let entries = created(meta, rows.iter().map(|row| &row.values));
            crate::trail::insert::twin::insert(conn, meta.content_type, self.operation, &entries).await?;
            if entries.is_empty() {
                crate::trail::told::twin::withdraw(conn, meta).await?;
            }
            Ok(rows.into_iter().map(|row| row.row).collect())
        }
    }
}

pub(crate) fn create_counted<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &mut [M::Values],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Counted>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        if !M::META.audited {
            let chunks = chunks::<M, Conn::Backend>(rows, 0);
            return crate::write::insert::twin::write_chunks::<_, M, _>(conn, chunks, true, &operation, &mut Unread)
                .await;
        }
        let keys = known_keys::<Conn::Backend, M>(rows);
        let write = &mut Recording { keys: &keys, operation: &operation };
        crate::write::insert::twin::write_chunks::<_, M, _>(
            conn,
            chunks::<M, Conn::Backend>(rows, 0),
            false,
            &operation,
            write,
        )
        .await
    }
}

impl<Conn: Send, M: Send + Sync> crate::write::insert::twin::WriteChunk<Conn, M> for Unread
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    type Written = Counted;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Counted>>> + Send {
        async move {
            Ok(vec![
                Counted;
                crate::write::insert::read_back::twin::write_unread::<_, M>(conn, rows, Unless::NOTHING).await?
            ])
        }
    }
}

impl<Conn: Send, M: Send + Sync> crate::write::insert::twin::WriteChunk<Conn, M> for Recording<'_>
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    M: ModelOn<Conn::Backend>,
{
    type Written = Counted;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Counted>>> + Send {
        async move {
            let keys = take(&mut self.keys, rows.len());
            crate::trail::told::twin::announce(conn, M::META).await?;
            let rows: Vec<Traced<M>> =
                crate::write::insert::read_back::twin::insert::<_, M, _>(conn, rows, keys, Unless::NOTHING).await?;
            let entries = created(M::META, rows.iter().map(|row| &row.values));
            crate::trail::insert::twin::insert(conn, M::META.content_type, self.operation, &entries).await?;
            if entries.is_empty() {
                crate::trail::told::twin::withdraw(conn, M::META).await?;
            }
            Ok(vec![Counted; rows.len()])
        }
    }
}

pub(crate) fn log_one<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
    operation: &Operation<'_>,
    new: &Snapshot,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        crate::trail::insert::twin::insert(conn, meta.content_type, operation, &[WholeRows::new(meta).created(new)])
            .await
    }
}
