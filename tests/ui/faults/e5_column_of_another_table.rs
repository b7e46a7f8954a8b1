#[path = "../app.rs"]
mod app;
use app::*;

fn named(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    Article::objects().filter(tags::name.eq("sea")).load(conn)
}

fn main() {}
