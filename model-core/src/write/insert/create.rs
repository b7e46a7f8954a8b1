//! Inserts new rows on every backend. A row without a slug gets a free one.

use crate::meta::error::Result;
use crate::operation::Operation;
use crate::sql::on::RowOn;
use crate::values::ValuesOf;
use crate::write::backend::Stores;
use crate::write::insert::{Counted, slug};
use crate::write::unique::named;
use diesel::connection::LoadConnection;

/// Inserts a row.
pub(crate) fn create<DB, Conn, Row>(conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>
where
    DB: Stores<Conn, Row>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    let Some(unique) = slug::wanted::<Row::Model>(&values) else { return DB::create(conn, &mut values, operation) };
    slug::numbered::<_, Row::Model, _>(conn, &mut values, unique, |conn, values| {
        DB::create_if_absent(conn, values, unique, operation)
    })
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
    let written = slug::numbered_many::<_, Row::Model, _>(
        conn,
        &mut rows,
        unique,
        |conn, rows| DB::create_many(conn, rows, operation.isolated()),
        |conn, values| DB::create_if_absent(conn, values, unique, operation),
    );
    written.map_err(named::<Row, DB>)
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
    let written = slug::numbered_many::<_, Row::Model, _>(
        conn,
        &mut rows,
        unique,
        |conn, rows| Ok(vec![Counted; DB::create_counted(conn, rows, operation.isolated())?]),
        |conn, values| Ok(DB::create_if_absent(conn, values, unique, operation)?.map(|_| Counted)),
    );
    written.map(|rows| rows.len()).map_err(named::<Row, DB>)
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/insert/create.rs"]
pub(crate) mod twin;
