use model_core::prelude::*;

#[derive(Model)]
#[model(table = things)]
pub struct Thing {
    pub id: i64,
    #[model(created_by)]
    pub author: f64,
}

diesel::table! {
    things (id) {
        id -> BigInt,
        author -> Double,
    }
}

fn main() {}
