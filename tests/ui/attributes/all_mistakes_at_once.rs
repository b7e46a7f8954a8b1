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
#[model(table = articles, timestamp, ordering = "-updated_at")]
pub struct Article {
    pub id: i64,
    #[model(max_length = 0)]
    pub title: String,
    #[audit(skipp)]
    pub body: String,
}

fn main() {}
