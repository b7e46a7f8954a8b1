//! What the cases of deletions are written over: the tables of two models, of which one belongs to the other.
#![allow(dead_code, unused_imports)]

pub use chrono::{DateTime, Utc};
pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;
pub use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    houses (id) {
        id -> BigInt,
        room_id -> Nullable<BigInt>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    rooms (id) {
        id -> BigInt,
        house_id -> BigInt,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(houses, rooms);
