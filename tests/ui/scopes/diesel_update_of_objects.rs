#[path = "../app.rs"]
mod app;
use app::*;

fn rename(conn: &mut SqliteConnection) -> QueryResult<usize> {
    diesel::update(Article::objects()).set(articles::title.eq("Hello")).execute(conn)
}

fn main() {}
