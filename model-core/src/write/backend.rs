//! The writes of each backend: one statement on PostgreSQL, programs elsewhere.

use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::meta::unique::Unique;
use crate::model::Manager;
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::values::ValuesOf;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::write::program::Program;
use crate::write::unique::named;
use crate::write::update::Rules;
use crate::write::update::many::Given;
use crate::write::{hard_delete, insert, update};
use diesel::connection::LoadConnection;
#[cfg(feature = "postgres")]
use diesel::pg::Pg;
use diesel::query_builder::{QueryFragment, QueryId};

/// A backend that can write single rows of `Row` over a connection, without regard to related rows.
#[diagnostic::on_unimplemented(
    message = "rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{Row}`",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Stores<Conn, Row: Manager>: Dialect {
    /// Inserts a row. A slug is not made here, nor in the other methods. The values are moved out when the row is
    /// written.
    ///
    /// # Errors
    /// Database errors.
    fn create(conn: &mut Conn, values: &mut ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>;

    /// Inserts a row, unless a row with the same unique value already exists.
    ///
    /// # Errors
    /// Database errors.
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<Row>>;

    /// Inserts a row, unless one of its parents is deleted, and checks that in the same statement. Only for backends
    /// whose writes return rows. The values are moved out when the row is written.
    ///
    /// # Errors
    /// Database errors.
    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Option<Row>>;

    /// Inserts rows, in one transaction.
    ///
    /// # Errors
    /// Database errors.
    fn create_many(conn: &mut Conn, rows: &mut [ValuesOf<Row>], operation: Operation<'_>) -> Result<Vec<Row>>;

    /// Inserts the rows whose unique value no other row has, and returns them.
    ///
    /// # Errors
    /// Database errors.
    fn create_absent(
        conn: &mut Conn,
        rows: &[ValuesOf<Row>],
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;

    /// Inserts rows, in one transaction, and counts them instead of reading them back.
    ///
    /// # Errors
    /// Database errors.
    fn create_counted(conn: &mut Conn, rows: &mut [ValuesOf<Row>], operation: Operation<'_>) -> Result<usize>;

    /// Updates a row.
    ///
    /// # Errors
    /// Database errors.
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>>;

    /// Updates live rows, each to values of its own for the same columns, and counts those that differ.
    ///
    /// # Errors
    /// Database errors.
    fn update_many(conn: &mut Conn, rows: &[Given<Row::Model>], operation: Operation<'_>) -> Result<usize>;

    /// Removes a row.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>>;
}

/// A backend that can write sets of rows of `Row`, selected by the WHERE clause `Filter`, over a connection, without
/// regard to related rows.
#[diagnostic::on_unimplemented(
    message = "these rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{Row}`, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait StoresSets<Conn, Row: Manager, Filter>: Dialect {
    /// Updates the rows, and counts them.
    ///
    /// # Errors
    /// Database errors.
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize>;

    /// Updates the rows, and returns those that were changed.
    ///
    /// # Errors
    /// Database errors.
    fn update_returning(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;

    /// Removes the rows, and counts them.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize>;

    /// Removes the rows, and returns their last states.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;
}

/// On PostgreSQL each write is one statement.
#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<Conn, Row> Stores<Conn, Row> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    fn create(conn: &mut Conn, values: &mut ValuesOf<Row>, operation: Operation<'_>) -> Result<Row> {
        insert::pg::create(conn, values, operation).map_err(named::<Row, Self>)
    }

    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<Row>> {
        insert::pg::create_if_absent(conn, values, unique, operation.isolated()).map_err(named::<Row, Self>)
    }

    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Option<Row>> {
        insert::pg::create_checking_parents(conn, values, operation).map_err(named::<Row, Self>)
    }

    fn create_many(conn: &mut Conn, rows: &mut [ValuesOf<Row>], operation: Operation<'_>) -> Result<Vec<Row>> {
        insert::pg::create_many(conn, rows, operation).map_err(named::<Row, Self>)
    }

    fn create_absent(
        conn: &mut Conn,
        rows: &[ValuesOf<Row>],
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        insert::pg::create_absent(conn, rows, unique, operation).map_err(named::<Row, Self>)
    }

    fn create_counted(conn: &mut Conn, rows: &mut [ValuesOf<Row>], operation: Operation<'_>) -> Result<usize> {
        let written = insert::pg::create_counted::<_, Row::Model>(conn, rows, operation);
        written.map(|rows| rows.len()).map_err(named::<Row, Self>)
    }

    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        update::pg::by_key(conn, kind, target, values, operation).map_err(named::<Row, Self>)
    }

    fn update_many(conn: &mut Conn, rows: &[Given<Row::Model>], operation: Operation<'_>) -> Result<usize> {
        update::many::pg::<_, Row>(conn, rows, operation).map_err(named::<Row, Self>)
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        hard_delete::pg::by_key(conn, target, required, operation)
    }
}

#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<Conn, Row, Filter> StoresSets<Conn, Row, Filter> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg> + QueryId,
{
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        update::pg::set(conn, kind, target, values, operation).map_err(named::<Row, Self>)
    }

    fn update_returning(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        update::pg::set_returning(conn, kind, target, values, operation).map_err(named::<Row, Self>)
    }

    fn hard_delete(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize> {
        hard_delete::pg::set(conn, target, operation)
    }

    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        hard_delete::pg::set_returning(conn, target, operation)
    }
}

/// On SQLite, MySQL and MariaDB an audited write is a program of several statements.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[diagnostic::do_not_recommend]
impl<DB, Conn, Row> Stores<Conn, Row> for DB
where
    DB: Program,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
{
    fn create(conn: &mut Conn, values: &mut ValuesOf<Row>, operation: Operation<'_>) -> Result<Row> {
        insert::program::create(conn, values, operation).map_err(named::<Row, Self>)
    }

    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<Row>> {
        insert::program::create_if_absent(conn, values, unique, operation.isolated()).map_err(named::<Row, Self>)
    }

    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Option<Row>> {
        insert::program::create_checking_parents(conn, values, operation).map_err(named::<Row, Self>)
    }

    fn create_many(conn: &mut Conn, rows: &mut [ValuesOf<Row>], operation: Operation<'_>) -> Result<Vec<Row>> {
        insert::program::create_many(conn, rows, operation).map_err(named::<Row, Self>)
    }

    fn create_absent(
        conn: &mut Conn,
        rows: &[ValuesOf<Row>],
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        insert::program::create_absent(conn, rows, unique, operation).map_err(named::<Row, Self>)
    }

    fn create_counted(conn: &mut Conn, rows: &mut [ValuesOf<Row>], operation: Operation<'_>) -> Result<usize> {
        let written = insert::program::create_counted::<_, Row::Model>(conn, rows, operation);
        written.map(|rows| rows.len()).map_err(named::<Row, Self>)
    }

    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        update::program::by_key(conn, kind, target, values, operation).map_err(named::<Row, Self>)
    }

    fn update_many(conn: &mut Conn, rows: &[Given<Row::Model>], operation: Operation<'_>) -> Result<usize> {
        update::many::program::<_, Row>(conn, rows, operation).map_err(named::<Row, Self>)
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<Row>> {
        hard_delete::program::by_key(conn, target, required, operation)
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[diagnostic::do_not_recommend]
impl<DB, Conn, Row, Filter> StoresSets<Conn, Row, Filter> for DB
where
    DB: Program,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB> + QueryId,
{
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        update::program::set(conn, kind, target, values, operation).map_err(named::<Row, Self>)
    }

    fn update_returning(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        update::program::set_returning(conn, kind, target, values, operation).map_err(named::<Row, Self>)
    }

    fn hard_delete(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize> {
        hard_delete::program::set(conn, target, operation)
    }

    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        hard_delete::program::set_returning(conn, target, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/write/backend.rs"]
pub(crate) mod twin;
