use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;
    articles (id) {
        id -> BigInt,
        title -> Text,
        score -> Integer,
        author -> BigInt,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

#[derive(Model)]
#[model(table = articles)]
pub struct Article {
    pub id: i64,
    #[model(max_length = 3)]
    pub score: i32,
}

fn main() {}
