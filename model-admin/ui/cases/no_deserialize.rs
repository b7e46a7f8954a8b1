use diesel::prelude::*;
use model_admin::{Admin, ModelAdmin};
use model_core::prelude::*;

diesel::table! {
    notes (id) { id -> BigInt, title -> Text, mood -> Text, secret -> Text, }
}
diesel::table! {
    tags (id) { id -> BigInt, name -> Text, }
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Mood {
    Good,
    Bad,
}

#[derive(Model)]
#[model(table = notes)]
pub struct Note {
    pub id: i64,
    pub title: String,
    pub mood: Mood,
    pub secret: String,
}

fn created() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().create()
}

fn edited() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().edit()
}

fn main() {}
