#[path = "../app.rs"]
mod app;
use app::*;

fn shown(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    Article::objects().filter(articles::published_at.lt(Utc::now())).load(conn)
}

fn main() {}
