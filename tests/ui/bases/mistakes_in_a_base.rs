#[path = "../app.rs"]
mod app;
use app::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    letters (id) {
        id -> BigInt,
        name -> Text,
        made -> Instant,
    }
}

#[derive(Base, Debug)]
#[model(table = letters, soft_deletes)]
pub struct Named {
    #[model(max_len = 3)]
    name: String,
    #[model(created_at)]
    pub made: DateTime<Utc>,
}

#[derive(Model, Debug)]
#[model(table = letters)]
pub struct Letter {
    pub id: i64,
    #[model(base)]
    pub named: Named,
}

fn main() {
    let _ = Letter::objects();
}
