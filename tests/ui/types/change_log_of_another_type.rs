use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Json;
    plans (id) {
        id -> BigInt,
        changes -> Json,
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
