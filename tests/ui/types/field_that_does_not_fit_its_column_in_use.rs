use diesel::SqliteConnection;
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
#[model(table = articles, audit)]
pub struct Article {
    pub id: i64,
    #[model(default)]
    pub score: String,
    pub title: String,
}

pub fn rename(article: &Article, me: &Actor, conn: &mut SqliteConnection) -> Result<Article, Error> {
    article.patch().title("Hello").by(me).run(conn)
}

fn main() {}
