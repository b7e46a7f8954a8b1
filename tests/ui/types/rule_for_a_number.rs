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
    #[model(validate(email))]
    pub watts: i32,
}

fn main() {}
