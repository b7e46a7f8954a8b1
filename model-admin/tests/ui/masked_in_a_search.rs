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
#[model(table = notes, audit)]
pub struct Note {
    pub id: i64,
    pub title: String,
    pub mood: String,
    #[audit(mask)]
    pub secret: String,
}

fn searched() -> ModelAdmin<Note, SqliteConnection> {
    Admin::of::<Note>().search((notes::title, notes::secret))
}

fn main() {
    searched();
}
