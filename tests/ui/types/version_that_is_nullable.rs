use model_core::prelude::*;

diesel::table! {
    plans (id) {
        id -> BigInt,
        version -> Nullable<Integer>,
    }
}

#[derive(Model)]
#[model(table = plans)]
pub struct Plan {
    pub id: i64,
    #[model(version)]
    pub version: Option<i32>,
}

fn main() {}
