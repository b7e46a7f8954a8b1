use model_core::prelude::*;

diesel::table! {
    plans (id) {
        id -> BigInt,
        version -> BigInt,
    }
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Count(i64);

#[derive(Model)]
#[model(table = plans)]
pub struct Plan {
    pub id: i64,
    #[model(version)]
    pub version: Count,
}

fn main() {}
