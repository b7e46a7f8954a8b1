#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

diesel::table! {
    labels (code) {
        code -> Text,
    }
}

diesel::table! {
    notes (id) {
        id -> BigInt,
        label_id -> Nullable<Timestamp>,
    }
}

#[derive(Model)]
#[model(table = labels)]
pub struct Label {
    #[model(primary_key)]
    pub code: String,
}

#[derive(Model)]
#[model(table = notes)]
pub struct Note {
    pub id: i64,
    #[model(belongs_to = Label)]
    pub label_id: Option<String>,
}

fn main() {}
