use model_core::prelude::*;

diesel::table! {
    lamps (id) {
        id -> BigInt,
        color -> Text,
    }
}

#[derive(Choices, Debug, Clone, Copy)]
pub enum Color {
    Red,
    Green,
}

#[derive(Model, Clone)]
#[model(table = lamps, edit)]
pub struct Lamp {
    pub id: i64,
    pub color: Color,
}

fn main() {}
