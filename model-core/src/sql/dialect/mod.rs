//! The differences between the backends in the text of a statement, in one file for each.

#[cfg(feature = "mysql")]
pub(crate) mod mysql;
#[cfg(feature = "postgres")]
pub(crate) mod pg;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;

use crate::meta::encoding::Encoding;
use crate::meta::log::AuditLog;
use crate::meta::sealed::Sealed;
use crate::sql::document::Document;
use crate::sql::list::separated;
use crate::values::computed::ColumnSql;
use crate::values::exact::Exact;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::Row;
use diesel::serialize::ToSql;
use diesel::sql_types::HasSqlType;
use uuid::Uuid;

/// The backends, as plain data: SQL text for a schema needs no connection.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
}

#[cfg(feature = "tracing")]
impl System {
    /// The name that OpenTelemetry gives it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
            Self::Mysql => "mysql",
        }
    }
}

/// An enabled backend: the name of a table is the same on all of them.
#[cfg(feature = "sqlite")]
pub(crate) type AnyBackend = diesel::sqlite::Sqlite;
/// An enabled backend: the name of a table is the same on all of them.
#[cfg(all(feature = "postgres", not(feature = "sqlite")))]
pub(crate) type AnyBackend = diesel::pg::Pg;
/// An enabled backend: the name of a table is the same on all of them.
#[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
pub(crate) type AnyBackend = diesel::mysql::Mysql;

/// A backend that the library writes to: `Pg`, `Sqlite` or `Mysql`.
#[diagnostic::on_unimplemented(
    message = "model-core does not support the backend `{Self}`",
    note = "enable the feature `sqlite`, `postgres` or `mysql` of `model-core`"
)]
pub trait Dialect: Backend + Sealed + 'static {
    /// The backend as plain data.
    #[doc(hidden)]
    const SYSTEM: System;
    /// The largest number of bind parameters in one statement.
    const BIND_LIMIT: usize;
    /// The quote around a name.
    const QUOTE: &'static str;
    /// The placeholder for a column without a value in an INSERT: the database makes the value.
    const UNSET: &'static str;
    /// The clause that locks the rows of a SELECT until the transaction ends.
    const LOCK: &'static str;
    /// The clause that keeps others from writing the rows of a SELECT until the transaction ends.
    const SHARE_LOCK: &'static str;
    /// Whether other servers may write rows that are locked on this one (Galera).
    const LOCKS_ARE_LOCAL: bool = false;
    /// The end of a condition that holds only while a transaction is open. A Galera node may end a transaction, and
    /// reports this in its answer to the next command. A command without an answer loses the report, and later
    /// statements would then be committed on their own.
    const AND_OPEN: &'static str = "";
    /// Counts one if the server is a node of Galera.
    const IS_CLUSTER: &'static str = "";
    /// The text around a value that is NULL once the transaction has ended.
    const IF_OPEN: (&'static str, &'static str) = ("", "");
    /// Whether foreign keys are checked after each row that a statement removes, and not after the last.
    const CHECKS_FK_PER_ROW: bool = false;
    /// The clause that lets a count see what others have committed since this transaction began to read. On backends
    /// without one, each statement of a transaction sees that anyway, or the database rejects writes that depend on an
    /// old state.
    const COUNT_LOCK: &'static str = "";
    /// Whether a subquery over the table that the statement writes to has to be a derived table.
    const NEEDS_DERIVED_TABLE: bool = false;
    /// Whether it is faster to look rows up one by one, by the index of their key, than to read their keys once and
    /// keep them: PostgreSQL keeps only as many as `work_mem` holds, and with more it reads them again for every row.
    const PREFERS_EXISTS: bool = false;
    /// Whether a write can return the rows it wrote.
    const RETURNING: bool;
    /// Whether an index can be partial, and an INSERT can name the index whose duplicates it skips.
    const PARTIAL_INDEX: bool;
    /// A statement that takes the write lock without changing anything, on a backend where a transaction that reads
    /// before it writes can fail.
    const TAKE_WRITE_LOCK: Option<&'static str>;
    /// Announces to the triggers of a captured table, whose content type follows, that the library writes the next
    /// entry of the trail itself, on a backend where the write cannot say so.
    const ANNOUNCE: Option<&'static str> = None;
    /// Withdraws the announcement if there is no such entry; the content type follows.
    const WITHDRAW: &'static str = "";
    /// Whether the condition of a write can announce it to the triggers.
    const TELLS_TRIGGERS: bool = false;
    /// Whether a bound number in a list of columns is returned unchanged: MySQL and MariaDB derive the type of such a
    /// column from the text of the statement, which does not contain it.
    const ECHOES_BINDS: bool = false;
    /// Whether an order without a clause about NULL takes it for smaller than any value, and not for larger.
    const NULLS_ARE_SMALLEST: bool = true;
    /// Whether an order can say where NULL comes: `NULLS LAST`.
    const ORDERS_NULLS: bool = true;
    /// Whether a decimal number may be a text, so that an order has to convert it.
    const HAS_DECIMAL_TEXTS: bool = false;
    /// Opens the outermost transaction for code of the application, where `BEGIN` alone leaves no mark by which
    /// [`CLOSE`](Self::CLOSE) recognizes the transaction: its first savepoint no longer exists if the database has
    /// ended it.
    const OPEN: Option<&'static str> = Some("BEGIN; SAVEPOINT model_core_unit");
    /// Commits that transaction in one round trip, and fails if it was lost.
    const CLOSE: &'static str = "RELEASE SAVEPOINT model_core_unit; COMMIT";
    /// Replaces a transaction that a conflict has ended, where the database would commit each later statement by
    /// itself: the new transaction rejects writes.
    const HOLD: Option<&'static str> = None;
    /// Whether rows of values can be selected from, as `column1`, `column2` and so on.
    const VALUES_IN_FROM: bool = false;

    /// Whether an UPDATE sets its columns one after the other, so that an expression sees the new value of a column
    /// that was set before it.
    const SETS_IN_TURN: bool = false;

    /// Whether a column returns a value as it was written, whatever the declared type of the column and whatever
    /// triggers there are. If not, a written row has to be read back.
    fn stores_verbatim(_: &Exact<'_>) -> bool {
        false
    }

    /// Pushes the expression that computes a column.
    ///
    /// # Errors
    /// A value in it cannot be serialized.
    fn computed<'b>(sql: &'b dyn ColumnSql, out: AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// The SQL of a fragment without binds.
    ///
    /// # Errors
    /// Errors from walking the fragment.
    fn text_of(fragment: &impl QueryFragment<Self>) -> QueryResult<String>;

    /// Pushes the test whether two values of a column differ; NULL equals NULL, and text is compared byte by byte.
    ///
    /// # Errors
    /// Errors from pushing either side.
    fn differ<'b>(
        encoding: Encoding,
        left: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        right: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;

    /// Pushes a value of a key column as the text that the key has in Rust.
    ///
    /// # Errors
    /// Errors from pushing the column.
    fn key_text<'b>(
        encoding: Encoding,
        column: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;

    /// Pushes a text as the value of a key column, so that the index of the key finds it; NULL when the text is not a
    /// key.
    ///
    /// # Errors
    /// Errors from pushing the text.
    fn key_of_text<'b>(
        _: Encoding,
        text: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        text(out)
    }

    /// Pushes the test whether the expression before it is one of these keys, of the SQL type `ST`.
    ///
    /// # Errors
    /// A key cannot be serialized.
    fn is_one_of<'b, ST: 'static, K>(keys: &'b [&'b K], out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>
    where
        Self: HasSqlType<ST>,
        K: ToSql<ST, Self>,
    {
        // The text depends on the number of keys, so caching would keep one prepared statement per number.
        out.unsafe_to_cache_prepared();
        out.push_sql(" IN (");
        separated(keys, ", ", out, |key, out| out.push_bind_param::<ST, K>(key))?;
        out.push_sql(")");
        Ok(())
    }

    /// Pushes a text in a form that is compared byte by byte.
    ///
    /// # Errors
    /// Errors from pushing the text.
    fn exactly<'b>(
        text: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        text(out)
    }

    /// Pushes a column of text in a form that groups byte by byte.
    ///
    /// # Errors
    /// Errors from pushing the column.
    fn bytes<'b>(
        column: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;

    /// Pushes the test whether a JSON object in a column has one of these fields.
    ///
    /// # Errors
    /// The name of a field cannot be serialized.
    fn has_field<'b>(column: &str, fields: &'b [String], out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Pushes the test whether a change in a column of changes has a number on one side, `old` or `new`.
    ///
    /// # Errors
    /// The name of a field cannot be serialized.
    fn has_number<'b>(
        column: &str,
        field: &'b str,
        side: &str,
        number: &'b i64,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;

    /// Reads a small number that a statement of this library computed.
    ///
    /// # Errors
    /// The value is NULL or not a number.
    fn read_code(raw: Option<Self::RawValue<'_>>) -> deserialize::Result<i32>;
    /// Reads a count.
    ///
    /// # Errors
    /// The value is NULL or not a number.
    fn read_count(raw: Option<Self::RawValue<'_>>) -> deserialize::Result<i64>;
    /// Reads a text.
    ///
    /// # Errors
    /// The value is NULL or not text.
    fn read_text(raw: Option<Self::RawValue<'_>>) -> deserialize::Result<String>;

    /// Reads a row of the audit trail.
    ///
    /// # Errors
    /// The table does not have the columns of the library's migrations.
    fn read_log<'a>(row: &impl Row<'a, Self>) -> deserialize::Result<AuditLog>;

    /// Binds a text.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn text<'b>(value: &'b str, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Binds a number.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn bigint<'b>(value: &'b i64, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Binds a text or NULL.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn nullable_text<'b>(value: &'b Option<&'b str>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Binds an instant.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn instant<'b>(value: &'b DateTime<Utc>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Binds a UUID.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn uuid<'b>(value: &'b Uuid, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Binds a JSON document.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn document<'b>(value: &'b Document, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Binds a JSON value.
    ///
    /// # Errors
    /// The value cannot be serialized.
    fn json<'b>(value: &'b serde_json::Value, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
}

/// Binding is the same everywhere, but the compiler can only check it for a concrete backend.
macro_rules! binds {
    () => {
        fn computed<'b>(
            sql: &'b dyn crate::values::computed::ColumnSql,
            out: diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            diesel::query_builder::QueryFragment::<Self>::walk_ast(sql, out)
        }

        fn text_of(fragment: &impl diesel::query_builder::QueryFragment<Self>) -> diesel::QueryResult<String> {
            let mut builder = <Self as diesel::backend::Backend>::QueryBuilder::default();
            diesel::query_builder::QueryFragment::to_sql(fragment, &mut builder, &Self::default())?;
            Ok(diesel::query_builder::QueryBuilder::<Self>::finish(builder))
        }

        fn read_count(raw: Option<Self::RawValue<'_>>) -> diesel::deserialize::Result<i64> {
            <i64 as diesel::deserialize::FromSql<diesel::sql_types::BigInt, Self>>::from_nullable_sql(raw)
        }

        fn read_text(raw: Option<Self::RawValue<'_>>) -> diesel::deserialize::Result<String> {
            <String as diesel::deserialize::FromSql<diesel::sql_types::Text, Self>>::from_nullable_sql(raw)
        }

        fn read_log<'a>(row: &impl diesel::row::Row<'a, Self>) -> diesel::deserialize::Result<crate::meta::log::AuditLog> {
            <crate::meta::log::AuditLog as diesel::deserialize::FromSqlRow<crate::meta::log::LogRow, Self>>::build_from_row(row)
        }

        fn text<'b>(value: &'b str, out: &mut diesel::query_builder::AstPass<'_, 'b, Self>) -> diesel::QueryResult<()> {
            out.push_bind_param::<diesel::sql_types::Text, str>(value)
        }

        fn bigint<'b>(
            value: &'b i64,
            out: &mut diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            out.push_bind_param::<diesel::sql_types::BigInt, i64>(value)
        }

        fn nullable_text<'b>(
            value: &'b Option<&'b str>,
            out: &mut diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            out.push_bind_param::<diesel::sql_types::Nullable<diesel::sql_types::Text>, _>(value)
        }

        fn instant<'b>(
            value: &'b chrono::DateTime<chrono::Utc>,
            out: &mut diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            out.push_bind_param::<crate::meta::sql_types::Instant, _>(value)
        }

        fn uuid<'b>(
            value: &'b uuid::Uuid,
            out: &mut diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            out.push_bind_param::<crate::meta::sql_types::Uuid, _>(value)
        }

        fn document<'b>(
            value: &'b crate::sql::document::Document,
            out: &mut diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            out.push_bind_param::<crate::meta::sql_types::Json, _>(value)
        }

        fn json<'b>(
            value: &'b serde_json::Value,
            out: &mut diesel::query_builder::AstPass<'_, 'b, Self>,
        ) -> diesel::QueryResult<()> {
            out.push_bind_param::<crate::meta::sql_types::Json, _>(value)
        }
    };
}

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
use binds;

/// A literal has 32 bits.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
macro_rules! codes {
    () => {
        fn read_code(raw: Option<Self::RawValue<'_>>) -> diesel::deserialize::Result<i32> {
            <i32 as diesel::deserialize::FromSql<diesel::sql_types::Integer, Self>>::from_nullable_sql(raw)
        }
    };
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
use codes;
