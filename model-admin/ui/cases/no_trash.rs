use diesel::prelude::*;
use model_admin::{Admin, ModelAdmin};
use model_core::prelude::*;

diesel::table! {
    notes (id) { id -> BigInt, title -> Text, mood -> Text, secret -> Text, }
}
diesel::table! {
    tags (id) { id -> BigInt, name -> Text, }
}

#[derive(Model)]
#[model(table = notes)]
pub struct Note {
    pub id: i64,
    pub title: String,
    pub mood: String,
    pub secret: String,
}

fn removed_for_good() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().trash()
}

fn without_a_version() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().versioned()
}

fn main() {}
