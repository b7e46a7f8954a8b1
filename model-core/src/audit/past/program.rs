//! Makes rows from values of the trail on SQLite and MySQL/MariaDB: each value is bound as the type of its column.
//!
//! ```sql
//! SELECT "articles"."id", CAST(? AS CHAR), .. FROM "articles" WHERE "articles"."id" = ?
//! ```

use crate::audit::past::{Recalls, Recollection, Source};
use crate::meta::encoding::Encoding;
use crate::meta::error::Result;
use crate::sql;
use crate::sql::At;
use crate::sql::on::ModelOn;
use crate::sql::rows::load_row;
use crate::trail::cell::Cell;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
#[cfg(feature = "mysql")]
use diesel::mysql::Mysql;
use diesel::query_builder::{AstPass, QueryFragment};

macro_rules! recalls {
    ($db:ty, $push:ident) => {
        impl<M: ModelOn<$db>> QueryFragment<$db> for Recollection<M> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                // The text depends on which values the trail has.
                out.unsafe_to_cache_prepared();
                out.push_sql("SELECT ");
                sql::separated(self.cells.iter().enumerate(), ", ", &mut out, |(index, cell), out| {
                    match (cell, &self.source) {
                        (Some(cell), _) => $push(M::META.fields[index].encoding, cell, out),
                        (None, Source::Row(_)) => sql::column::<M, $db>(At::Table, index, out),
                        (None, Source::Nowhere) => {
                            out.push_sql("NULL");
                            Ok(())
                        }
                    }
                })?;
                let Source::Row(key) = &self.source else { return Ok(()) };
                out.push_sql(" FROM ");
                sql::table::<M, $db>(&mut out)?;
                out.push_sql(" WHERE ");
                sql::key_is::<M, $db>(key, &mut out)
            }
        }

        impl<Conn, M> Recalls<Conn, M> for $db
        where
            Conn: LoadConnection<Backend = $db>,
            M: ModelOn<$db>,
        {
            fn recall(conn: &mut Conn, recollection: Recollection<M>) -> Result<Option<M>> {
                Ok(load_row(conn, recollection)?)
            }
        }
    };
}

#[cfg(feature = "sqlite")]
recalls!(diesel::sqlite::Sqlite, push_sqlite);
#[cfg(feature = "mysql")]
recalls!(Mysql, push_mysql);

/// In SQLite a value carries its own type.
#[cfg(feature = "sqlite")]
fn push_sqlite<'b>(
    encoding: Encoding,
    cell: &'b Cell,
    out: &mut AstPass<'_, 'b, diesel::sqlite::Sqlite>,
) -> QueryResult<()> {
    use crate::meta::sql_types as portable;
    use diesel::sql_types as st;

    match cell {
        Cell::Null => {
            out.push_sql("NULL");
            Ok(())
        }
        Cell::Bool(value) => out.push_bind_param::<st::Bool, _>(value),
        Cell::Integer(value) => out.push_bind_param::<st::BigInt, _>(value),
        // SQLite has no unsigned type, so no column of a model is read as one.
        Cell::Unsigned(value) => {
            out.push_sql(&value.to_string());
            Ok(())
        }
        Cell::Float(value) => out.push_bind_param::<st::Double, _>(value),
        Cell::Decimal(value) | Cell::Text(value) => out.push_bind_param::<st::Text, _>(value),
        Cell::Bytes(value) => out.push_bind_param::<st::Binary, _>(value),
        Cell::Uuid(value) => out.push_bind_param::<portable::Uuid, _>(value),
        Cell::Instant(value) => out.push_bind_param::<portable::Instant, _>(value),
        Cell::Naive(value) => out.push_bind_param::<st::Timestamp, _>(value),
        Cell::Date(value) => out.push_bind_param::<st::Date, _>(value),
        Cell::Time(value) => out.push_bind_param::<st::Time, _>(value),
        Cell::Json(value) if encoding == Encoding::Jsonb => out.push_bind_param::<st::Jsonb, _>(value),
        Cell::Json(value) => out.push_bind_param::<portable::Json, _>(value),
    }
}

/// MySQL derives the type of a result column from the text of the statement.
#[cfg(feature = "mysql")]
fn push_mysql<'b>(_: Encoding, cell: &'b Cell, out: &mut AstPass<'_, 'b, Mysql>) -> QueryResult<()> {
    use crate::meta::sql_types as portable;
    use diesel::serialize::ToSql;
    use diesel::sql_types::{self as st, HasSqlType};
    use std::fmt::Display;

    fn cast<'b, ST, T>(ty: &str, value: &'b T, out: &mut AstPass<'_, 'b, Mysql>) -> QueryResult<()>
    where
        Mysql: HasSqlType<ST>,
        T: ToSql<ST, Mysql>,
    {
        out.push_sql("CAST(");
        out.push_bind_param::<ST, T>(value)?;
        out.push_sql(&format!(" AS {ty})"));
        Ok(())
    }
    fn literal(value: impl Display, out: &mut AstPass<'_, '_, Mysql>) -> QueryResult<()> {
        out.push_sql(&value.to_string());
        Ok(())
    }
    match cell {
        Cell::Null => {
            out.push_sql("NULL");
            Ok(())
        }
        // They are literals, because MariaDB gives `CAST(? AS SIGNED)` a width of 32 bits in a SELECT without FROM.
        Cell::Bool(value) => literal(i64::from(*value), out),
        Cell::Integer(value) => literal(value, out),
        Cell::Unsigned(value) => literal(value, out),
        Cell::Float(value) => cast::<st::Double, _>("DOUBLE", value, out),
        Cell::Decimal(value) => cast::<st::Text, _>("DECIMAL(65, 30)", value, out),
        Cell::Text(value) => cast::<st::Text, _>("CHAR", value, out),
        Cell::Bytes(value) => cast::<st::Binary, _>("BINARY", value, out),
        Cell::Uuid(value) => cast::<portable::Uuid, _>("BINARY(16)", value, out),
        Cell::Instant(value) => cast::<portable::Instant, _>("DATETIME(6)", value, out),
        Cell::Naive(value) => cast::<st::Timestamp, _>("DATETIME(6)", value, out),
        Cell::Date(value) => cast::<st::Date, _>("DATE", value, out),
        Cell::Time(value) => cast::<st::Time, _>("TIME(6)", value, out),
        Cell::Json(value) => cast::<portable::Json, _>("CHAR", value, out),
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/past/program.rs"]
pub(crate) mod twin;
