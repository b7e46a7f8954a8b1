use model_core::prelude::*;

diesel::table! {
    plans (id) {
        id -> BigInt,
        changes -> Text,
    }
}

#[derive(Model)]
#[model(table = plans)]
pub struct Plan {
    pub id: i64,
    #[model(change_log)]
    pub changes: History,
}

pub type History = String;

fn main() {}
