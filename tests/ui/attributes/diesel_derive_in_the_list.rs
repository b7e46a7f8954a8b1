use diesel::prelude::*;
use model_core::prelude::*;

diesel::table! {
    articles {
        id -> BigInt,
        title -> Text,
    }
}

#[derive(Queryable, Model)]
#[model(table = articles)]
struct Article {
    id: i64,
    title: String,
}

fn main() {
    let _ = Article::objects();
}
