use model_core::prelude::*;

diesel::table! {
    tags (id) {
        id -> BigInt,
        owner -> BigInt,
    }
}

#[derive(Model)]
#[model(table = tags)]
pub struct Tag {
    pub id: i64,
    #[model(input = closed)]
    pub owner: i64,
}

fn reads<'de, T: serde::Deserialize<'de>>() {}

fn case() {
    reads::<NewTagInput>();
    reads::<NewTag>();
}

fn main() {}
