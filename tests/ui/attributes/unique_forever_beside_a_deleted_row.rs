use model_core::prelude::*;

diesel::table! {
    articles (id) {
        id -> BigInt,
        site -> BigInt,
        title -> Text,
        slug -> Text,
        deleted_at -> Nullable<Timestamp>,
    }
}

#[derive(Model)]
#[model(table = articles, soft_delete)]
pub struct Article {
    pub id: i64,
    #[model(unique(forever, on_deleted = insert))]
    pub slug: String,
    pub deleted_at: Option<chrono::NaiveDateTime>,
}

fn main() {}
