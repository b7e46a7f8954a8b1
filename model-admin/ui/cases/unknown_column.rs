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

fn misspelt() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().list((notes::titel,))
}

fn of_another_table() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().list((notes::title, tags::name))
}

fn main() {}
