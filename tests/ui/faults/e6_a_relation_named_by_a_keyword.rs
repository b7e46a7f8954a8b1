use model_core::prelude::*;

diesel::table! {
    crates (id) {
        id -> BigInt,
    }
}

diesel::table! {
    versions (id) {
        id -> BigInt,
        crate_id -> BigInt,
    }
}

#[derive(Model)]
#[model(table = crates)]
pub struct Crate {
    pub id: i64,
}

#[derive(Model)]
#[model(table = versions)]
pub struct Version {
    pub id: i64,
    #[model(belongs_to = Crate)]
    pub crate_id: i64,
}

fn main() {}
