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
#[model(table = articles, timestamps = true, soft_delete(yes), ordering = 5)]
pub struct Article {
    pub id: i64,
    #[model(max_length)]
    pub title: String,
    #[model(max_length = -1)]
    pub body: String,
    pub created_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

fn main() {}
