//! Models whose tables have the triggers.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::query_builder::QueryFragment;
use model_core::ddl::{capture, create_table, unique_indexes};
use model_core::prelude::*;
use model_core::verbs::Dialect;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    bins (code) {
        code -> Text,
        title -> Text,
        copies -> Integer,
        secret -> Text,
        note -> Nullable<Text>,
        version -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    slips (id) {
        id -> BigInt,
        bin_code -> Text,
        line -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Decimal, Instant, Json, Uuid};

    specimens (id) {
        id -> Uuid,
        whole -> BigInt,
        small -> SmallInt,
        is_open -> Bool,
        double -> Double,
        price -> Decimal,
        words -> Text,
        maybe -> Nullable<Text>,
        document -> Nullable<Json>,
        bytes -> Nullable<Binary>,
        moment -> Instant,
        naive -> Timestamp,
        day -> Date,
        hour -> Time,
        other -> Nullable<Uuid>,
    }
}

/// A row with everything that the library keeps by itself.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = bins, timestamps, soft_delete, audit(capture))]
pub(crate) struct Bin {
    #[model(primary_key, max_length = 40)]
    pub(crate) code: String,
    pub(crate) title: String,
    #[model(default = 1)]
    pub(crate) copies: i32,
    #[audit(mask)]
    #[model(default)]
    pub(crate) secret: String,
    #[audit(skip)]
    pub(crate) note: Option<String>,
    #[model(version)]
    pub(crate) version: i32,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

/// A row that the database removes with another.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = slips, audit(explicit, capture))]
pub(crate) struct Slip {
    pub(crate) id: i64,
    #[model(belongs_to(Bin, name = bin))]
    #[audit(include)]
    pub(crate) bin_code: String,
    #[audit(include)]
    pub(crate) line: String,
}

/// A column of every type.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = specimens, audit(capture))]
pub(crate) struct Specimen {
    #[model(primary_key)]
    pub(crate) id: Uuid,
    pub(crate) whole: i64,
    pub(crate) small: i16,
    pub(crate) is_open: bool,
    pub(crate) double: f64,
    pub(crate) price: BigDecimal,
    pub(crate) words: String,
    pub(crate) maybe: Option<String>,
    pub(crate) document: Option<serde_json::Value>,
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) moment: DateTime<Utc>,
    pub(crate) naive: NaiveDateTime,
    pub(crate) day: NaiveDate,
    pub(crate) hour: NaiveTime,
    pub(crate) other: Option<Uuid>,
}

/// Creates the tables and their triggers.
pub(crate) fn create<DB: Dialect>(conn: &mut impl SimpleConnection)
where
    bins::table: QueryFragment<DB>,
    slips::table: QueryFragment<DB>,
    specimens::table: QueryFragment<DB>,
{
    let tables = [create_table::<Bin, DB>(), create_table::<Slip, DB>(), create_table::<Specimen, DB>()];
    let tables = tables.map(|table| table.expect("the table can be written"));
    // What the database does by itself is told as well.
    let cascading = tables.into_iter().flatten().map(|statement| match statement.contains("slips_bin_code_fk") {
        true => statement
            .replace("(`code`)", "(`code`) ON DELETE CASCADE")
            .replace("(\"code\")", "(\"code\") ON DELETE CASCADE"),
        false => statement,
    });
    let triggers = [capture::<Bin, DB>(), capture::<Slip, DB>(), capture::<Specimen, DB>()];
    let triggers = triggers.map(|triggers| triggers.expect("the triggers can be written"));
    for statement in cascading.chain(triggers.into_iter().flatten()) {
        conn.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    assert!(unique_indexes::<Bin, DB>().expect("it has none").is_empty());
}
