#[path = "../app.rs"]
mod app;
use app::*;
use chrono::Utc;

fn recent(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    Article::objects().filter(articles::created_at.gt(Utc::now())).load(conn)
}

fn main() {}
