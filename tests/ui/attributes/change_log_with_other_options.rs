use model_core::ChangeLog;
use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Json;
    plans (id) {
        id -> BigInt,
        changes -> Json,
        others -> Json,
    }
}

#[derive(Model)]
#[model(table = plans, audit)]
pub struct Plan {
    pub id: i64,
    #[model(change_log, default)]
    #[audit(mask)]
    pub changes: ChangeLog,
    #[model(change_log)]
    pub others: ChangeLog,
}

fn main() {}
