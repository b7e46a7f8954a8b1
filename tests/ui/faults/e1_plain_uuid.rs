#[path = "../app.rs"]
mod app;
use app::*;

fn one(id: uuid::Uuid, conn: &mut SqliteConnection) -> QueryResult<Article> {
    Article::objects().filter(articles::id.eq(id)).first(conn)
}

fn main() {}
