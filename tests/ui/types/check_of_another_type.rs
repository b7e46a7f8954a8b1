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

fn is_bright(watts: &str) -> Result<(), String> {
    if watts.is_empty() { Err("is dark".to_owned()) } else { Ok(()) }
}

fn main() {}
