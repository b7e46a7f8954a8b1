#[path = "../app.rs"]
mod app;
use app::*;
use model_core::bases::Timestamps;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    letters (id) {
        id -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

#[derive(Model, Debug)]
#[model(table = letters)]
pub struct Letter {
    pub id: i64,
    #[model(base)]
    pub stamps: Timestamps,
    pub updated_at: DateTime<Utc>,
}

fn main() {
    let _ = Letter::objects();
}
