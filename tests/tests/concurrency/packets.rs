//! Models whose rows the tests keep in memory, in tables of their own: what another test writes to its tables ends
//! nothing here.

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::query_builder::QueryFragment;
use model_core::ddl::create_table;
use model_core::prelude::*;
use model_core::verbs::Dialect;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    racks (id) {
        id -> BigInt,
        label -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    packets (id) {
        id -> BigInt,
        rack_id -> BigInt,
        code -> Text,
        count -> Integer,
        version -> Integer,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

/// What goes with a rack are its packets.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = racks, soft_delete, audit, has_many(packets = Packet, on_delete = cascade))]
pub(crate) struct Rack {
    pub(crate) id: i64,
    pub(crate) label: String,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    pub(crate) deletion_batch: Option<Uuid>,
}

/// A row that is kept.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = packets, soft_delete, audit, edit, content_type = "packet")]
pub(crate) struct Packet {
    pub(crate) id: i64,
    #[model(belongs_to(Rack, name = rack))]
    pub(crate) rack_id: i64,
    #[model(unique, max_length = 40)]
    pub(crate) code: String,
    pub(crate) count: i32,
    #[model(version)]
    pub(crate) version: i32,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    pub(crate) deletion_batch: Option<Uuid>,
}

/// The same table as another process has it: nothing here hears of what is written by it.
pub(crate) mod elsewhere {
    use super::*;

    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::Instant;

        packets (id) {
            id -> BigInt,
            code -> Text,
            count -> Integer,
            version -> Integer,
            deleted_at -> Nullable<Instant>,
        }
    }

    /// A row of the other process.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = packets, soft_delete, audit, content_type = "packet")]
    pub(crate) struct Distant {
        pub(crate) id: i64,
        pub(crate) code: String,
        pub(crate) count: i32,
        #[model(version)]
        pub(crate) version: i32,
        pub(crate) deleted_at: Option<DateTime<Utc>>,
    }
}

/// Creates the tables.
pub(crate) fn create<DB: Dialect>(conn: &mut impl SimpleConnection)
where
    racks::table: QueryFragment<DB>,
    packets::table: QueryFragment<DB>,
{
    let tables = [create_table::<Rack, DB>(), create_table::<Packet, DB>()].map(|table| table.expect("it is written"));
    for statement in tables.into_iter().flatten() {
        conn.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
}

/// A new rack with three packets, and their keys.
macro_rules! rack_of_three {
    ($conn:expr, $label:expr) => {{
        let conn = &mut *$conn;
        let rack = Rack::create(NewRack::builder().label($label).build()).by(me()).run(conn).unwrap();
        let new = |number: i32| {
            NewPacket::builder().rack_id(rack.id).code(format!("{} {number}", $label)).count(number).build()
        };
        let rows = Packet::create_many([new(0), new(1), new(2)]).by(me()).run(conn).unwrap();
        (rack, rows.iter().map(|row| row.id).collect::<Vec<i64>>())
    }};
}
pub(crate) use rack_of_three;
