//! SQL types that mean the same thing on SQLite, PostgreSQL and MySQL/MariaDB.
//!
//! Diesel's own `Uuid` exists for PostgreSQL only and its time zone aware timestamps differ by backend, so a schema
//! that uses them fits only one database. The types here map to the native type on PostgreSQL and to the best storage
//! elsewhere. Use them in `diesel::table!` like any other:
//!
//! ```
//! diesel::table! {
//!     use diesel::sql_types::*;
//!     use model_core::sql_types::{Uuid, Instant, Json};
//!
//!     notes (id) {
//!         id -> Uuid,
//!         written_at -> Instant,
//!         extra -> Nullable<Json>,
//!     }
//! }
//! ```
//!
//! | type | Rust | PostgreSQL | MySQL/MariaDB | SQLite |
//! |---|---|---|---|---|
//! | [`Uuid`] | `uuid::Uuid` | `UUID` | `BINARY(16)` | `BLOB` of 16 bytes |
//! | [`Instant`] | `DateTime<Utc>` | `TIMESTAMPTZ` | `DATETIME(6)` in UTC | `TEXT`, `2026-01-31 12:00:00.000000` in UTC |
//! | [`Json`] | `serde_json::Value` | `JSONB` | `JSON` | `TEXT` |
//! | [`Decimal`] | `bigdecimal::BigDecimal`, with the feature `numeric` | `NUMERIC(p, s)` | `DECIMAL(p, s)` | `TEXT` |
//!
//! With the features `time` and `jiff`, a column of [`Instant`] also holds a `time::OffsetDateTime` or a
//! `jiff::Timestamp`, and with `rust_decimal`, one of [`Decimal`] a `rust_decimal::Decimal`.
//!
//! Columns of Diesel's own types also work in a model.

#[cfg(any(feature = "jiff", feature = "rust_decimal", feature = "time"))]
pub(crate) mod converted;
#[cfg(feature = "numeric")]
pub(crate) mod decimal;
pub(crate) mod instant;
pub(crate) mod json;
pub(crate) mod uuid;

use diesel::query_builder::QueryId;
use diesel::sql_types::SqlType;

/// A universally unique identifier: `UUID` on PostgreSQL, `BINARY(16)` on MySQL/MariaDB, a 16 byte `BLOB` on SQLite.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(mysql_type(name = "Blob"))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Uuid;

/// A point in time to the microsecond: `TIMESTAMPTZ` on PostgreSQL, `DATETIME(6)` holding UTC on MySQL/MariaDB,
/// and on SQLite a text of fixed width that sorts in time order.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(mysql_type(name = "DateTime"))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Instant;

/// A JSON document: `JSONB` on PostgreSQL, `JSON` on MySQL/MariaDB, text on SQLite.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(mysql_type(name = "String"))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Json;

/// An exact decimal number: `NUMERIC` on PostgreSQL, `DECIMAL` on MySQL/MariaDB, and on SQLite a text with its digits.
///
/// Diesel's own `Numeric` is a double on SQLite, where 19.99 comes back as 19.98999999999999 and large values lose
/// digits. There the column is declared as `TEXT`: any type with NUMERIC affinity would make doubles of the texts, and
/// such a value is an error when it is read. A default order is by the number; `<` and `>` of SQL compare texts, so use
/// them on SQLite with `CAST(price AS REAL)` only.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1700, array_oid = 1231))]
#[diesel(mysql_type(name = "Numeric"))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Decimal;

// `table!` takes a type of this name for a number, which it can calculate with.
macro_rules! calculates {
    ($($operation:ident)+) => {$(
        impl diesel::sql_types::ops::$operation for Decimal {
            type Rhs = Self;
            type Output = Self;
        }
    )+};
}

calculates!(Add Sub Mul Div);

// And `diesel print-schema` calls an instant `Timestamptz`, which intervals are added to.
macro_rules! moves {
    ($($operation:ident)+) => {$(
        impl diesel::sql_types::ops::$operation for Instant {
            type Rhs = diesel::sql_types::Interval;
            type Output = Self;
        }
    )+};
}

moves!(Add Sub);

impl diesel::sql_types::SqlOrd for Uuid {}
impl diesel::sql_types::SqlOrd for Instant {}
