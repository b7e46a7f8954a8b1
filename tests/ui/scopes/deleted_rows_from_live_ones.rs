#[path = "../app.rs"]
mod app;
use app::*;

fn gone(conn: &mut SqliteConnection) -> QueryResult<Vec<Deleted<Article>>> {
    Article::objects().load(conn)
}

fn main() {}
