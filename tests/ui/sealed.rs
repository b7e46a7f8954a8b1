//! What the cases of hooks of bases are written over: a base with hooks, and models that have hooks by it alone.
#![allow(dead_code, unused_imports)]

pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::hooks::{BaseHooks, Changing, Context, Creating, Draft, HookedBy, Hooks};
pub use model_core::prelude::*;

diesel::table! {
    notes (id) { id -> BigInt, folder_id -> BigInt, title -> Text, sealed -> Bool, origin -> Text, }
}

diesel::table! {
    folders (id) { id -> BigInt, }
}

diesel::allow_tables_to_appear_in_same_query!(notes, folders);

#[derive(Base, Debug, Clone)]
#[model(hooks)]
pub struct Sealed {
    #[model(default = false)]
    pub sealed: bool,
    #[model(skip_update)]
    pub origin: String,
}

impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Sealed {}

#[derive(Model, Debug, Clone)]
#[model(table = notes)]
pub struct Note {
    pub id: i64,
    pub folder_id: i64,
    #[model(unique)]
    pub title: String,
    #[model(base)]
    pub seal: Sealed,
}
