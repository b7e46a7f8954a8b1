use model_core::fields::Secret;
use model_core::prelude::*;

diesel::table! {
    accounts (id) {
        id -> BigInt,
        pin -> Integer,
    }
}

#[derive(Model)]
#[model(table = accounts)]
pub struct Account {
    pub id: i64,
    pub pin: Secret<String>,
}

fn main() {}
