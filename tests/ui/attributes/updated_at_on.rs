use chrono::{DateTime, Utc};
use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    articles (id) {
        id -> BigInt,
        title -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

#[derive(Model, Debug)]
#[model(table = articles, timestamps)]
pub struct Article {
    pub id: i64,
    pub title: String,
    #[model(created_at(on = [title]))]
    pub created_at: DateTime<Utc>,
    #[model(updated_at(on = [titel, updated_at]))]
    pub updated_at: DateTime<Utc>,
}

fn main() {}
