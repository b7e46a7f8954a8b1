//! Boards with pins, whose owners come from another table, and stickers, which are no more than a code.

use chrono::{DateTime, Utc};
use diesel::Connection;
use model_core::ddl;
use model_core::prelude::*;
use model_core::verbs::Dialect;
use model_tests::TestConnection;
use model_tests::make::me;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    boards (id) {
        id -> BigInt,
        title -> Text,
        revision -> BigInt,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    owners (id) {
        id -> BigInt,
        name -> Text,
        pins_written -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    pins (id) {
        id -> BigInt,
        board_id -> BigInt,
        above_id -> Nullable<BigInt>,
        owner_id -> Nullable<BigInt>,
        title -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    stickers (id) {
        id -> BigInt,
        board_id -> BigInt,
        code -> Text,
        price -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    watches (board_id, owner_id) {
        board_id -> BigInt,
        owner_id -> BigInt,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(boards, owners, pins, stickers, watches);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = boards, audit, soft_delete)]
#[model(has_many(pins = Pin, on_delete = cascade))]
#[model(has_many(stickers = Sticker, on_delete = keep))]
#[model(many_to_many(watchers = Owner, through = Watch))]
pub struct Board {
    pub id: i64,
    pub title: String,
    #[model(default)]
    #[audit(skip)]
    pub revision: i64,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = owners)]
#[model(has_many(pins = Pin, on_delete = set_null))]
pub struct Owner {
    pub id: i64,
    pub name: String,
    #[model(default)]
    pub pins_written: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = pins, soft_delete, ordering = "id")]
#[model(has_many(parts = Pin, on_delete = cascade))]
pub struct Pin {
    pub id: i64,
    #[model(belongs_to(Board, touches = boards::revision))]
    pub board_id: i64,
    #[model(belongs_to = Pin)]
    pub above_id: Option<i64>,
    #[model(belongs_to(Owner, touches = owners::pins_written))]
    pub owner_id: Option<i64>,
    pub title: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = stickers, audit)]
pub struct Sticker {
    pub id: i64,
    #[model(belongs_to(Board, touches = boards::revision))]
    pub board_id: i64,
    #[model(unique, max_length = 20)]
    pub code: String,
    pub price: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = watches, soft_delete)]
pub struct Watch {
    #[model(primary_key, belongs_to(Board, touches = boards::revision))]
    pub board_id: i64,
    #[model(primary_key, belongs_to = Owner)]
    pub owner_id: i64,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A connection that can write all of them.
pub(crate) trait Boards:
    TestConnection
    + Connection<Backend: Dialect>
    + CanWrite<Board>
    + CanWrite<Owner>
    + CanWrite<Pin>
    + CanWrite<Sticker>
    + CanWrite<Watch>
{
}

impl<C> Boards for C where
    C: TestConnection
        + Connection<Backend: Dialect>
        + CanWrite<Board>
        + CanWrite<Owner>
        + CanWrite<Pin>
        + CanWrite<Sticker>
        + CanWrite<Watch>
{
}

fn tables<DB: Dialect>() -> Vec<String> {
    let tables = [
        ddl::create_table::<Board, DB>(),
        ddl::create_table::<Owner, DB>(),
        ddl::create_table::<Pin, DB>(),
        ddl::create_table::<Sticker, DB>(),
        ddl::create_table::<Watch, DB>(),
    ];
    tables.into_iter().flat_map(Result::unwrap).collect()
}

/// Two boards.
pub(crate) fn two<C: Boards>(conn: &mut C) -> (Board, Board) {
    for statement in tables::<<C as Connection>::Backend>() {
        conn.sql(&statement);
    }
    let [one, two] = ["One", "Two"].map(|title| {
        let new = NewBoard::builder().title(title).build();
        Board::create(new).by(me()).run(conn).unwrap()
    });
    (one, two)
}

/// An owner.
pub(crate) fn owner<C: Boards>(conn: &mut C, name: &str) -> Owner {
    Owner::create(NewOwner::builder().name(name).build()).run(conn).unwrap()
}

/// A new pin.
pub(crate) fn new_pin(board: &Board, title: &str) -> NewPin {
    NewPin::builder().board_id(board.id).title(title).build()
}

/// A pin.
pub(crate) fn pin<C: Boards>(conn: &mut C, board: &Board, title: &str) -> Pin {
    Pin::create(new_pin(board, title)).run(conn).unwrap()
}

/// How often a board has counted, whatever its state.
macro_rules! revision {
    ($conn:expr, $board:expr) => {
        $crate::board::Board::objects()
            .with_deleted()
            .find($board.id)
            .first::<$crate::board::Board>($conn)
            .unwrap()
            .revision
    };
}
pub(crate) use revision;

/// How often an owner has counted.
macro_rules! written {
    ($conn:expr, $owner:expr) => {
        $crate::board::Owner::objects().find($owner.id).first::<$crate::board::Owner>($conn).unwrap().pins_written
    };
}
pub(crate) use written;
