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
use crate::write::{hard_delete, insert, update};
use diesel::connection::LoadConnection;
#[cfg(feature = "postgres")]
use diesel::pg::Pg;
use diesel::query_builder::{QueryFragment, QueryId};

/// A backend that can write single rows of `R` over a connection, without regard to related rows.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{R}`",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Stores<Conn, R: Manager>: Dialect {
    /// Inserts a row. A slug is not made here, nor in the other methods. The values are moved out when the row is
    /// written.
    ///
    /// # Errors
    /// Those of the database.
    fn create(conn: &mut Conn, values: &mut ValuesOf<R>, operation: Operation<'_>) -> Result<R>;

    /// Inserts a row, unless a row with the same unique value already exists.
    ///
    /// # Errors
    /// Those of the database.
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<R>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<R>>;

    /// Inserts a row, unless one of its parents is deleted, and checks that in the same statement. Only for backends
    /// whose writes return rows. The values are moved out when the row is written.
    ///
    /// # Errors
    /// Those of the database.
    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Option<R>>;

    /// Inserts rows, in one transaction.
    ///
    /// # Errors
    /// Those of the database.
    fn create_many(conn: &mut Conn, rows: &mut [ValuesOf<R>], operation: Operation<'_>) -> Result<Vec<R>>;

    /// Inserts rows, in one transaction, and counts them instead of reading them back.
    ///
    /// # Errors
    /// Those of the database.
    fn create_counted(conn: &mut Conn, rows: &mut [ValuesOf<R>], operation: Operation<'_>) -> Result<usize>;

    /// Updates a row.
    ///
    /// # Errors
    /// Those of the database.
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<R>,
        values: &ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>>;

    /// Removes a row.
    ///
    /// # Errors
    /// Those of the database.
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<R>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>>;
}

/// A backend that can write sets of rows of `R`, selected by the WHERE clause `W`, over a connection, without regard to
/// related rows.
#[diagnostic::on_unimplemented(
    message = "these rows of `{R}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{R}`, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait StoresSets<Conn, R: Manager, W>: Dialect {
    /// Updates the rows, and counts them.
    ///
    /// # Errors
    /// Those of the database.
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<R, W>,
        values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<usize>;

    /// Removes the rows, and counts them.
    ///
    /// # Errors
    /// Those of the database.
    fn hard_delete(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize>;
}

/// On PostgreSQL each write is one statement.
#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<Conn, R> Stores<Conn, R> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    fn create(conn: &mut Conn, values: &mut ValuesOf<R>, operation: Operation<'_>) -> Result<R> {
        insert::pg::create(conn, values, operation).map_err(named::<R, Self>)
    }

    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<R>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<R>> {
        insert::pg::create_if_absent(conn, values, unique, operation.isolated()).map_err(named::<R, Self>)
    }

    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Option<R>> {
        insert::pg::create_checking_parents(conn, values, operation).map_err(named::<R, Self>)
    }

    fn create_many(conn: &mut Conn, rows: &mut [ValuesOf<R>], operation: Operation<'_>) -> Result<Vec<R>> {
        insert::pg::create_many(conn, rows, operation).map_err(named::<R, Self>)
    }

    fn create_counted(conn: &mut Conn, rows: &mut [ValuesOf<R>], operation: Operation<'_>) -> Result<usize> {
        let written = insert::pg::create_counted::<_, R::Model>(conn, rows, operation);
        written.map(|rows| rows.len()).map_err(named::<R, Self>)
    }

    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<R>,
        values: &ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>> {
        update::pg::by_key(conn, kind, target, values, operation).map_err(named::<R, Self>)
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<R>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>> {
        hard_delete::pg::by_key(conn, target, required, operation)
    }
}

#[cfg(feature = "postgres")]
#[diagnostic::do_not_recommend]
impl<Conn, R, W> StoresSets<Conn, R, W> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
    W: QueryFragment<Pg> + QueryId,
{
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<R, W>,
        values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        update::pg::set(conn, kind, target, values, operation).map_err(named::<R, Self>)
    }

    fn hard_delete(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
        hard_delete::pg::set(conn, target, operation)
    }
}

/// On SQLite, MySQL and MariaDB an audited write is a program of several statements.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[diagnostic::do_not_recommend]
impl<DB, Conn, R> Stores<Conn, R> for DB
where
    DB: Program,
    Conn: LoadConnection<Backend = DB>,
    R: RowOn<DB>,
{
    fn create(conn: &mut Conn, values: &mut ValuesOf<R>, operation: Operation<'_>) -> Result<R> {
        insert::program::create(conn, values, operation).map_err(named::<R, Self>)
    }

    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<R>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<R>> {
        insert::program::create_if_absent(conn, values, unique, operation.isolated()).map_err(named::<R, Self>)
    }

    fn create_checking_parents(
        conn: &mut Conn,
        values: &mut ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Option<R>> {
        insert::program::create_checking_parents(conn, values, operation).map_err(named::<R, Self>)
    }

    fn create_many(conn: &mut Conn, rows: &mut [ValuesOf<R>], operation: Operation<'_>) -> Result<Vec<R>> {
        insert::program::create_many(conn, rows, operation).map_err(named::<R, Self>)
    }

    fn create_counted(conn: &mut Conn, rows: &mut [ValuesOf<R>], operation: Operation<'_>) -> Result<usize> {
        let written = insert::program::create_counted::<_, R::Model>(conn, rows, operation);
        written.map(|rows| rows.len()).map_err(named::<R, Self>)
    }

    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<R>,
        values: &ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>> {
        update::program::by_key(conn, kind, target, values, operation).map_err(named::<R, Self>)
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<R>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> Result<Outcome<R>> {
        hard_delete::program::by_key(conn, target, required, operation)
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
#[diagnostic::do_not_recommend]
impl<DB, Conn, R, W> StoresSets<Conn, R, W> for DB
where
    DB: Program,
    Conn: LoadConnection<Backend = DB>,
    R: RowOn<DB>,
    W: QueryFragment<DB> + QueryId,
{
    fn update(
        conn: &mut Conn,
        kind: Rules,
        target: ByFilter<R, W>,
        values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        update::program::set(conn, kind, target, values, operation).map_err(named::<R, Self>)
    }

    fn hard_delete(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
        hard_delete::program::set(conn, target, operation)
    }
}
