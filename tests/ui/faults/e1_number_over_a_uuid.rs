#[path = "../app.rs"]
mod app;
use app::*;

fn one(conn: &mut SqliteConnection) -> QueryResult<Article> {
    Article::objects().filter(articles::id.eq(3)).first(conn)
}

fn main() {}
