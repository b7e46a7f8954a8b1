#[path = "../app.rs"]
mod app;
use app::*;

fn gone(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    Article::objects().only_deleted().load(conn)
}

fn main() {}
