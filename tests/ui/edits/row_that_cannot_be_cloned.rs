use model_core::prelude::*;

diesel::table! {
    lamps (id) {
        id -> BigInt,
        color -> Text,
    }
}

#[derive(Model)]
#[model(table = lamps, edit)]
pub struct Lamp {
    pub id: i64,
    pub color: String,
}

fn main() {}
