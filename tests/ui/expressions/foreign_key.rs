use model_core::prelude::*;

diesel::table! {
    authors (id) {
        id -> BigInt,
    }
}

diesel::table! {
    articles (id) {
        id -> BigInt,
        author_id -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(articles, authors);

#[derive(Model, Debug)]
#[model(table = authors)]
pub struct Author {
    pub id: i64,
}

#[derive(Model, Debug)]
#[model(table = articles)]
pub struct Article {
    pub id: i64,
    #[model(belongs_to = Author)]
    pub author_id: i64,
}

fn give_away(article: &Article) {
    let _ = article.patch().author_id(articles::author_id + 1);
}

fn main() {}
