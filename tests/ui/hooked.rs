//! What the cases of hooks are written over: a model with hooks, and the tables around it.
#![allow(dead_code, unused_imports)]

pub use chrono::{DateTime, Utc};
pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::commit::{AfterCommit, Change};
pub use model_core::hooks::{Changing, Context, Creating, Draft, Hooks};
pub use model_core::prelude::*;
pub use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    notes (id) {
        id -> BigInt,
        folder_id -> Nullable<BigInt>,
        title -> Text,
        subtitle -> Nullable<Text>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    folders (id) {
        id -> BigInt,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    labels (note_id, folder_id) {
        note_id -> BigInt,
        folder_id -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(notes, folders, labels);

#[derive(Model, Debug, Clone)]
#[model(table = notes, soft_delete, hooks)]
pub struct Note {
    pub id: i64,
    pub folder_id: Option<i64>,
    #[model(unique)]
    pub title: String,
    pub subtitle: Option<String>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

impl Hooks<SqliteConnection> for Note {}
