//! Diesel's derives beside `Model`, in a place that it cannot see.

use diesel::prelude::*;
use model_core::prelude::*;

diesel::table! {
    articles {
        id -> BigInt,
        title -> Text,
    }
}

#[derive(Queryable, Selectable, Identifiable, Model)]
#[model(table = articles)]
#[diesel(table_name = articles)]
struct Article {
    id: i64,
    title: String,
}

fn main() {
    let _ = Article::objects();
}
