use model_core::prelude::*;

#[derive(Model)]
#[model(table = things)]
pub struct Thing {
    pub id: i64,
    pub note: String,
}

diesel::table! {
    things (id) {
        id -> BigInt,
        note -> Nullable<Text>,
    }
}

fn main() {}
