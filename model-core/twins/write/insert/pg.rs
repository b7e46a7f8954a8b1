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
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        crate::write::insert::pg::twin::insert_one(conn, values, Unless::NOTHING, operation)
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
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move { crate::write::insert::pg::twin::insert_one(conn, values, Unless::duplicate(unique), operation).await }
}

pub(crate) fn create_checking_parents<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    values: &mut <Row::Model as Model>::Values,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move { crate::write::insert::pg::twin::insert_one(conn, values, Unless::ORPHAN, operation).await }
}

pub(crate) fn create_many<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &[<Row::Model as Model>::Values],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        crate::write::insert::pg::twin::in_statements(
            conn,
            rows,
            operation,
            &mut Read::<Row> { operation, rows: PhantomData },
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
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        let write = &mut ReadAbsent::<Row> { unique, operation, rows: PhantomData };
        crate::write::insert::twin::write_chunks(
            conn,
            chunks::<Row::Model, Pg>(rows, audit::BINDS),
            true,
            &operation,
            write,
        )
        .await
    }
}

impl<Conn: Send, Row: Send + Sync> crate::write::insert::twin::WriteChunk<Conn, Row::Model> for ReadAbsent<'_, Row>
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    type Written = Row;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[<Row::Model as Model>::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::write::insert::pg::twin::insert(
                conn,
                NewRows::Values(rows, Unless::duplicate(self.unique)),
                self.operation,
            )
            .await
        }
    }
}

pub(crate) fn create_counted<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Counted>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    async move {
        crate::write::insert::pg::twin::in_statements(
            conn,
            rows,
            operation,
            &mut Count::<M> { operation, model: PhantomData },
        )
        .await
    }
}

impl<Conn: Send, Row: Send + Sync> crate::write::insert::pg::twin::WriteRows<Conn, Row::Model> for Read<'_, Row>
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    type Written = Row;
    fn write_rows(
        &mut self,
        conn: &mut Conn,
        new: NewRows<'_, Row::Model>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move { crate::write::insert::pg::twin::insert(conn, new, self.operation).await }
    }
}

impl<Conn: Send, M: Send + Sync> crate::write::insert::pg::twin::WriteRows<Conn, M> for Count<'_, M>
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    type Written = Counted;
    fn write_rows(
        &mut self,
        conn: &mut Conn,
        new: NewRows<'_, M>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Counted>>> + Send {
        async move {
            let operation = self.operation;
            let count = match new {
                _ if M::META.audited => crate::sql::driver::load(conn, Audited::<M> { new, operation, counted: true })
                    .await?
                    .first()
                    .map_or(0, Number::count),
                NewRows::Values(rows, unless) => {
                    crate::sql::driver::run(conn, &InsertRows::<M>::new(rows, unless, false), None).await?
                }
                NewRows::Arrays(arrays) => {
                    crate::sql::driver::execute(conn, InsertArrays { arrays, returning: false }).await?
                }
            };
            Ok(vec![Counted; count])
        }
    }
}

pub(crate) trait WriteRows<Conn, M: Model>: Send {
    type Written: Send;
    fn write_rows(
        &mut self,
        conn: &mut Conn,
        new: NewRows<'_, M>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Self::Written>>> + Send;
}

pub(crate) fn in_statements<Conn: Send, M: Send + Sync, Write: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    operation: Operation<'_>,
    write: &mut Write,
) -> impl ::std::future::Future<Output = Result<Vec<Write::Written>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: Model,
    Write: crate::write::insert::pg::twin::WriteRows<Conn, M>,
{
    async move {
        let within = if rows.len() > ROWS { operation.in_transaction() } else { operation };
        crate::write::insert::twin::write_chunks(
            conn,
            rows.chunks(ROWS),
            true,
            &operation,
            &mut AsArrays { write, within },
        )
        .await
    }
}

impl<Conn: Send, M: Send + Sync, Write: Send + Sync> crate::write::insert::twin::WriteChunk<Conn, M>
    for AsArrays<'_, Write>
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: Model,
    Write: crate::write::insert::pg::twin::WriteRows<Conn, M>,
{
    type Written = Write::Written;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Write::Written>>> + Send {
        async move {
            if let Some(arrays) = Arrays::of(rows) {
                return self.write.write_rows(conn, NewRows::Arrays(&arrays)).await;
            }
            let chunks = chunks::<M, Pg>(rows, audit::BINDS);
            crate::write::insert::twin::write_chunks(
                conn,
                chunks,
                true,
                &self.within,
                &mut AsValues { write: self.write },
            )
            .await
        }
    }
}

impl<Conn: Send, M: Send + Sync, Write: Send + Sync> crate::write::insert::twin::WriteChunk<Conn, M>
    for AsValues<'_, Write>
where
    M: Model,
    Write: crate::write::insert::pg::twin::WriteRows<Conn, M>,
{
    type Written = Write::Written;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Write::Written>>> + Send {
        async move { self.write.write_rows(conn, NewRows::Values(rows, Unless::NOTHING)).await }
    }
}

pub(crate) fn insert_one<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    row: &<Row::Model as Model>::Values,
    unless: Unless,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        let row: Option<Plain<Row>> = if <Row::Model as Model>::META.audited {
            let insert = AuditedOne::<Row::Model> { row, unless, operation };
            crate::sql::driver::read_one(conn, &insert, insert.id()).await?
        } else {
            let insert = InsertOne::<Row::Model>::new(row, unless, true);
            crate::sql::driver::read_one(conn, &insert, insert.id()).await?
        };
        Ok(row.map(|Plain(row)| row))
    }
}

pub(crate) fn insert<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    new: NewRows<'_, Row::Model>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    Row: RowOn<Pg>,
{
    async move {
        if let NewRows::Values([row], unless) = new {
            return Ok(crate::write::insert::pg::twin::insert_one(conn, row, unless, operation)
                .await?
                .into_iter()
                .collect());
        }
        let rows: Vec<Plain<Row>> = match (<Row::Model as Model>::META.audited, new) {
            (true, _) => {
                crate::sql::driver::load(conn, Audited::<Row::Model> { new, operation, counted: false }).await?
            }
            (false, NewRows::Values(rows, unless)) => {
                crate::sql::driver::read(conn, &InsertRows::<Row::Model>::new(rows, unless, true), None).await?
            }
            (false, NewRows::Arrays(arrays)) => {
                crate::sql::driver::load(conn, InsertArrays { arrays, returning: true }).await?
            }
        };
        Ok(rows.into_iter().map(|Plain(row)| row).collect())
    }
}
