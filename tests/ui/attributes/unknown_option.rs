use diesel::prelude::*;
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
#[model(tabel = articles)]
pub struct Article {
    pub id: i64,
    pub title: String,
}

// What follows from the mistake is not reported.
pub fn live() {
    let _new = NewArticle::builder().title("Hello").build();
    let _live = Article::objects().filter(articles::title.eq("Hello"));
}

fn main() {}
