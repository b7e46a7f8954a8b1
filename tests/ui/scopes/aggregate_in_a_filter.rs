#[path = "../app.rs"]
mod app;
use app::*;

fn popular(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    Article::objects().filter(diesel::dsl::max(articles::score).gt(3.0)).load(conn)
}

fn main() {}
