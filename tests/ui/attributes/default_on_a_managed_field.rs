use chrono::{DateTime, Utc};
use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    articles (id) {
        id -> BigInt,
        title -> Text,
        body -> Text,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

#[derive(Model)]
#[model(table = articles, timestamps)]
pub struct Article {
    pub id: i64,
    #[model(default)]
    pub created_at: DateTime<Utc>,
}

fn main() {}
