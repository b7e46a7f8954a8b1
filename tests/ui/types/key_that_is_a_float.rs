use model_core::prelude::*;

#[derive(Model)]
#[model(table = things)]
pub struct Thing {
    pub id: f64,
    pub name: String,
}

diesel::table! {
    things (id) {
        id -> Double,
        name -> Text,
    }
}

fn main() {}
