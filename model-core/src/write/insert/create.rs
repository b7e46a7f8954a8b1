//! Inserts new rows on every backend. A row without a slug gets a free one.

use crate::meta::error::Result;
use crate::meta::unique::Unique;
use crate::operation::Operation;
use crate::sql::on::RowOn;
use crate::values::ValuesOf;
use crate::write::backend::Stores;
use crate::write::insert::slug::{WriteAllNumbered, WriteNumbered};
use crate::write::insert::{Counted, slug};
use crate::write::unique::named;
use diesel::connection::LoadConnection;
use std::marker::PhantomData;

/// Inserts a row.
pub(crate) fn create<DB, Conn, Row>(conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    let Some(unique) = slug::wanted::<Row::Model>(&values) else { return DB::create(conn, &mut values, operation) };
    slug::numbered::<_, Row::Model, _>(conn, &mut values, unique, &mut Read::<Row>::new(unique, operation))
}

/// Inserts rows, in one transaction.
pub(crate) fn create_many<DB, Conn, Row>(
    conn: &mut Conn,
    mut rows: Vec<ValuesOf<Row>>,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    let Some(unique) = rows.iter().find_map(slug::wanted::<Row::Model>) else {
        return DB::create_many(conn, &mut rows, operation);
    };
    let write = &mut Read::<Row>::new(unique, operation);
    slug::numbered_many::<_, Row::Model, _>(conn, &mut rows, unique, write).map_err(named::<Row, DB>)
}

/// Inserts rows, in one transaction, and counts them instead of reading them back.
pub(crate) fn create_counted<DB, Conn, Row>(
    conn: &mut Conn,
    mut rows: Vec<ValuesOf<Row>>,
    operation: Operation<'_>,
) -> Result<usize>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    let Some(unique) = rows.iter().find_map(slug::wanted::<Row::Model>) else {
        return DB::create_counted(conn, &mut rows, operation);
    };
    let write = &mut Count(Read::<Row>::new(unique, operation));
    let written = slug::numbered_many::<_, Row::Model, _>(conn, &mut rows, unique, write);
    written.map(|rows| rows.len()).map_err(named::<Row, DB>)
}

/// Inserts rows that have their slugs, and returns them.
struct Read<'o, Row> {
    unique: &'static Unique,
    operation: Operation<'o>,
    rows: PhantomData<fn() -> Row>,
}

impl<'o, Row> Read<'o, Row> {
    fn new(unique: &'static Unique, operation: Operation<'o>) -> Self {
        Self { unique, operation, rows: PhantomData }
    }
}

impl<DB, Conn, Row> WriteNumbered<Conn, Row::Model> for Read<'_, Row>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    type Written = Row;

    fn write(&mut self, conn: &mut Conn, values: &ValuesOf<Row>) -> Result<Option<Row>> {
        DB::create_if_absent(conn, values, self.unique, self.operation)
    }
}

impl<DB, Conn, Row> WriteAllNumbered<Conn, Row::Model> for Read<'_, Row>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    fn write_all(&mut self, conn: &mut Conn, rows: &mut [ValuesOf<Row>]) -> Result<Vec<Row>> {
        DB::create_many(conn, rows, self.operation.isolated())
    }
}

/// Inserts rows that have their slugs, and counts them.
struct Count<'o, Row>(Read<'o, Row>);

impl<DB, Conn, Row> WriteNumbered<Conn, Row::Model> for Count<'_, Row>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    type Written = Counted;

    fn write(&mut self, conn: &mut Conn, values: &ValuesOf<Row>) -> Result<Option<Counted>> {
        Ok(self.0.write(conn, values)?.map(|_| Counted))
    }
}

impl<DB, Conn, Row> WriteAllNumbered<Conn, Row::Model> for Count<'_, Row>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    fn write_all(&mut self, conn: &mut Conn, rows: &mut [ValuesOf<Row>]) -> Result<Vec<Counted>> {
        Ok(vec![Counted; DB::create_counted(conn, rows, self.0.operation.isolated())?])
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/create.rs"]
pub(crate) mod twin;
