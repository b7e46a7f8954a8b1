//! Which way of writing belongs to which backend.

use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::meta::unique::Unique;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::write::insert::slug;
use crate::write::unique::named;
use crate::write::update::Rules;
use crate::write::{hard_delete as remove, insert, update};
use diesel::connection::LoadConnection;
use diesel::query_builder::{QueryFragment, QueryId};

/// The values of one row of `R`'s model.
pub(crate) type ValuesOf<R> = <<R as Manager>::Model as Model>::Values;

/// A backend that can write single rows of `R` over a connection, whatever belongs to them.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{R}`",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Stores<Conn, R: Manager>: Dialect {
    /// Inserts a row.
    ///
    /// # Errors
    /// Those of the database.
    fn create(conn: &mut Conn, values: ValuesOf<R>, operation: Operation<'_>) -> Result<R>;

    /// Inserts a row, unless one with the same unique value is there already. A slug is not made here.
    ///
    /// # Errors
    /// Those of the database.
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<R>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> Result<Option<R>>;

    /// Inserts a row, unless one of those that it belongs to is deleted, in the same statement. Only where a write can
    /// return rows. A slug is not made here. The values are gone where the row is written.
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
    fn create_many(conn: &mut Conn, rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<Vec<R>>;

    /// Inserts rows, in one transaction, and counts them instead of reading them back.
    ///
    /// # Errors
    /// Those of the database.
    fn create_counted(conn: &mut Conn, rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<usize>;

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

/// A backend that can write sets of rows of `R`, selected by the WHERE clause `W`, over a connection, whatever belongs to
/// them.
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

macro_rules! backend {
    ($db:ty, $way:ident) => {
        #[diagnostic::do_not_recommend]
        impl<Conn, R> Stores<Conn, R> for $db
        where
            Conn: LoadConnection<Backend = $db>,
            R: RowOn<$db>,
        {
            fn create(conn: &mut Conn, mut values: ValuesOf<R>, operation: Operation<'_>) -> Result<R> {
                match slug::wanted::<R::Model>(&values) {
                    None => insert::$way::create(conn, &mut values, operation).map_err(named::<R, $db>),
                    Some(unique) => slug::numbered::<_, R::Model, _>(conn, &mut values, unique, |conn, values| {
                        <Self as Stores<Conn, R>>::create_if_absent(conn, values, unique, operation)
                    }),
                }
            }

            fn create_if_absent(
                conn: &mut Conn,
                values: &ValuesOf<R>,
                unique: &'static Unique,
                operation: Operation<'_>,
            ) -> Result<Option<R>> {
                insert::$way::create_if_absent(conn, values, unique, operation.isolated()).map_err(named::<R, $db>)
            }

            fn create_checking_parents(
                conn: &mut Conn,
                values: &mut ValuesOf<R>,
                operation: Operation<'_>,
            ) -> Result<Option<R>> {
                insert::$way::create_checking_parents(conn, values, operation).map_err(named::<R, $db>)
            }

            fn create_many(conn: &mut Conn, mut rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<Vec<R>> {
                let written = match rows.iter().find_map(slug::wanted::<R::Model>) {
                    None => insert::$way::create_many(conn, &mut rows, operation),
                    Some(unique) => slug::numbered_many::<_, R::Model, _>(
                        conn,
                        &mut rows,
                        unique,
                        |conn, rows| insert::$way::create_many(conn, rows, operation.isolated()),
                        |conn, values| insert::$way::create_if_absent(conn, values, unique, operation.isolated()),
                    ),
                };
                written.map_err(named::<R, $db>)
            }

            fn create_counted(conn: &mut Conn, mut rows: Vec<ValuesOf<R>>, operation: Operation<'_>) -> Result<usize> {
                let written = match rows.iter().find_map(slug::wanted::<R::Model>) {
                    None => insert::$way::create_counted::<_, R::Model>(conn, &mut rows, operation),
                    Some(unique) => slug::numbered_many::<_, R::Model, _>(
                        conn,
                        &mut rows,
                        unique,
                        |conn, rows| insert::$way::create_counted::<_, R::Model>(conn, rows, operation.isolated()),
                        |conn, values| {
                            let row: Option<R> =
                                insert::$way::create_if_absent(conn, values, unique, operation.isolated())?;
                            Ok(row.map(|_| insert::Counted))
                        },
                    ),
                };
                written.map(|rows| rows.len()).map_err(named::<R, $db>)
            }

            fn update(
                conn: &mut Conn,
                kind: Rules,
                target: ByKey<R>,
                values: &ValuesOf<R>,
                operation: Operation<'_>,
            ) -> Result<Outcome<R>> {
                update::$way::by_key::<_, _>(conn, kind, target, values, operation).map_err(named::<R, $db>)
            }

            fn hard_delete(
                conn: &mut Conn,
                target: ByKey<R>,
                required: RequiredState,
                operation: Operation<'_>,
            ) -> Result<Outcome<R>> {
                remove::$way::by_key(conn, target, required, operation)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<Conn, R, W> StoresSets<Conn, R, W> for $db
        where
            Conn: LoadConnection<Backend = $db>,
            R: RowOn<$db>,
            W: QueryFragment<$db> + QueryId,
        {
            fn update(
                conn: &mut Conn,
                kind: Rules,
                target: ByFilter<R, W>,
                values: ValuesOf<R>,
                operation: Operation<'_>,
            ) -> Result<usize> {
                update::$way::set::<_, _, _>(conn, kind, target, values, operation).map_err(named::<R, $db>)
            }

            fn hard_delete(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
                remove::$way::set(conn, target, operation)
            }
        }
    };
}

#[cfg(feature = "postgres")]
backend!(diesel::pg::Pg, pg);
#[cfg(feature = "sqlite")]
backend!(diesel::sqlite::Sqlite, program);
#[cfg(feature = "mysql")]
backend!(diesel::mysql::Mysql, program);
