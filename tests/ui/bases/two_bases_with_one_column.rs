#[path = "../app.rs"]
mod app;
use app::*;
use model_core::bases::Timestamps;

#[derive(Base, Debug)]
pub struct Origins {
    pub created_at: DateTime<Utc>,
    pub source: String,
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    letters (id) {
        id -> BigInt,
        source -> Text,
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
    #[model(base)]
    pub origins: Origins,
}

fn main() {
    let _ = NewLetter::builder();
    let _ = Letter::objects();
}
