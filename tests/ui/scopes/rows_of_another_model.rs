#[path = "../app.rs"]
mod app;
use app::*;

fn tags(conn: &mut SqliteConnection) -> QueryResult<Vec<Tag>> {
    Article::objects().load(conn)
}

fn main() {}
