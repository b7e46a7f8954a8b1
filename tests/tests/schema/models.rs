//! Models that use every option that a table can show.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use model_core::ddl::{capture, create_table};
use model_core::prelude::*;
use model_core::verbs::Dialect;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    presses (id) {
        id -> Uuid,
        name -> Text,
        city -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    prints (id) {
        id -> BigInt,
        press_id -> Uuid,
        twin_id -> Nullable<BigInt>,
        code -> Text,
        state -> Text,
        tone -> Nullable<Text>,
        note -> Nullable<Text>,
        label -> Text,
        copies -> Integer,
        plates -> SmallInt,
        day -> Date,
        printed_at -> Nullable<Instant>,
        hits -> Integer,
        rank -> Nullable<Integer>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Decimal, Instant, Json};

    proofs (id) {
        id -> BigInt,
        sold -> BigInt,
        is_signed -> Bool,
        weight -> Double,
        width -> Float,
        price -> Decimal,
        extra -> Nullable<Json>,
        scan -> Nullable<Binary>,
        hour -> Nullable<Time>,
        naive -> Nullable<Timestamp>,
        version -> Integer,
        created_by -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    words (word) {
        word -> Text,
        meaning -> Text,
        is_deleted -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    captions (print_id, word) {
        print_id -> BigInt,
        word -> Text,
        place -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    patrons (id) {
        id -> BigInt,
        email -> Text,
        desk -> Integer,
        nick -> Nullable<Text>,
        deleted_at -> Nullable<Instant>,
    }
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PressId(Uuid);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PrintId(i64);

/// A house that prints.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = presses, timestamps, soft_delete, audit)]
#[model(has_many(prints = Print, on_delete = cascade))]
pub(crate) struct Press {
    pub(crate) id: PressId,
    /// The name over the door.
    #[model(unique, max_length = 50)]
    pub(crate) name: String,
    #[model(index, max_length = 40)]
    pub(crate) city: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<Uuid>,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Proof,
    #[choices(value = "printer's", label = "At the printer's")]
    Printing,
    Done,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Warm,
    Cold,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = prints, soft_delete, audit, ordering = "-printed_at, code")]
#[model(has_many(captions = Caption, on_delete = keep))]
#[model(has_many(twins = Print, on_delete = set_null))]
pub(crate) struct Print {
    pub(crate) id: PrintId,
    #[model(belongs_to = Press)]
    pub(crate) press_id: PressId,
    #[model(belongs_to = Print)]
    pub(crate) twin_id: Option<PrintId>,
    #[model(unique(with = [press_id]), max_length = 30)]
    pub(crate) code: String,
    #[model(default = State::Proof)]
    pub(crate) state: State,
    pub(crate) tone: Option<Tone>,
    #[model(max_length = 100)]
    pub(crate) note: Option<String>,
    #[model(sql_type = "VARCHAR(80)", index(with = [day], name = "prints_by_label"))]
    pub(crate) label: String,
    #[model(default = 1)]
    pub(crate) copies: i32,
    #[model(default)]
    pub(crate) plates: i16,
    pub(crate) day: NaiveDate,
    pub(crate) printed_at: Option<DateTime<Utc>>,
    #[model(db, sql_default = "0")]
    pub(crate) hits: i32,
    #[model(skip_insert)]
    pub(crate) rank: Option<i32>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<Uuid>,
}

/// Columns of every type, and those that the library keeps.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = proofs, timestamps, audit)]
pub(crate) struct Proof {
    pub(crate) id: i64,
    #[model(default)]
    pub(crate) sold: i64,
    #[model(default)]
    pub(crate) is_signed: bool,
    #[model(default = 0.5)]
    pub(crate) weight: f64,
    #[model(default = 0.25)]
    pub(crate) width: f32,
    #[model(default)]
    pub(crate) price: BigDecimal,
    pub(crate) extra: Option<serde_json::Value>,
    pub(crate) scan: Option<Vec<u8>>,
    pub(crate) hour: Option<NaiveTime>,
    pub(crate) naive: Option<NaiveDateTime>,
    #[model(version)]
    pub(crate) version: i32,
    #[model(created_by)]
    pub(crate) created_by: String,
    #[model(created_at(db))]
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = words, soft_delete, ordering = "meaning")]
pub(crate) struct Word {
    #[model(primary_key, max_length = 40)]
    pub(crate) word: String,
    #[model(unique(forever), max_length = 60)]
    pub(crate) meaning: String,
    pub(crate) is_deleted: bool,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = captions)]
pub(crate) struct Caption {
    #[model(primary_key, belongs_to = Print)]
    pub(crate) print_id: PrintId,
    #[model(primary_key, belongs_to(Word, name = meaning))]
    pub(crate) word: String,
    pub(crate) place: i32,
}

/// Uniques of a function and among some rows, and triggers for its trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = patrons, soft_delete, audit(capture))]
pub(crate) struct Patron {
    pub(crate) id: i64,
    #[model(max_length = 60, unique(on = lower(email)))]
    pub(crate) email: String,
    #[model(default, unique(where = desk.gt(0)))]
    pub(crate) desk: i32,
    #[model(max_length = 20)]
    pub(crate) nick: Option<String>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

/// All of them.
pub(crate) type All = (Press, Print, Proof, Word, Caption, Patron);

/// The statements that create their tables.
pub(crate) fn tables<DB: Dialect>() -> Vec<String>
where
    presses::table: diesel::query_builder::QueryFragment<DB>,
    prints::table: diesel::query_builder::QueryFragment<DB>,
    proofs::table: diesel::query_builder::QueryFragment<DB>,
    words::table: diesel::query_builder::QueryFragment<DB>,
    captions::table: diesel::query_builder::QueryFragment<DB>,
    patrons::table: diesel::query_builder::QueryFragment<DB>,
{
    let tables = [
        create_table::<Press, DB>(),
        create_table::<Print, DB>(),
        create_table::<Proof, DB>(),
        create_table::<Word, DB>(),
        create_table::<Caption, DB>(),
        create_table::<Patron, DB>(),
    ];
    tables.into_iter().flat_map(|table| table.expect("the table can be written")).collect()
}

/// The statements that create the triggers.
pub(crate) fn triggers<DB: Dialect>() -> Vec<String>
where
    patrons::table: diesel::query_builder::QueryFragment<DB>,
{
    capture::<Patron, DB>().expect("the triggers can be written")
}
