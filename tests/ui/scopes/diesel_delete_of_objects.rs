#[path = "../app.rs"]
mod app;
use app::*;

fn purge(conn: &mut SqliteConnection) -> QueryResult<usize> {
    diesel::delete(Article::objects()).execute(conn)
}

fn main() {}
