use model_core::prelude::*;

diesel::table! {
    lamps (id) {
        id -> BigInt,
        watts -> Integer,
    }
}

#[derive(Model)]
#[model(table = lamps)]
pub struct Lamp {
    pub id: i64,
    #[model(check = is_bright)]
    pub watts: i32,
}

fn is_bright(watts: &i32) -> bool {
    *watts > 0
}

fn main() {}
