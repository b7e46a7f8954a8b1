#[path = "../app.rs"]
mod app;
use app::*;
use diesel::dsl::now;

fn past(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    Article::objects().filter(articles::created_at.lt(now)).load(conn)
}

fn main() {}
