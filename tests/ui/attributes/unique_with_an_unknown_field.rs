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
#[model(table = articles)]
pub struct Article {
    pub id: i64,
    pub site: i64,
    pub title: String,
    #[model(unique(with = [siet]))]
    pub slug: String,
}

fn main() {}
