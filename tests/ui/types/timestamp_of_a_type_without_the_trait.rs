use model_core::prelude::*;

#[derive(Model)]
#[model(table = things, timestamps)]
pub struct Thing {
    pub id: i64,
    pub created_at: chrono::NaiveDate,
}

diesel::table! {
    things (id) {
        id -> BigInt,
        created_at -> Date,
    }
}

fn main() {}
