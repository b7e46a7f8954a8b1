use model_core::prelude::*;

diesel::table! {
    articles (id) {
        id -> BigInt,
        title -> Text,
        body -> Text,
    }
}

#[derive(Model)]
#[model(table = articles, audit)]
pub struct Article {
    pub id: i64,
    #[audit(renamed_from = "body")]
    pub title: String,
    #[audit(renamed_from = headline)]
    pub body: String,
}

fn main() {}
