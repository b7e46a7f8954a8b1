#[path = "../app.rs"]
mod app;
use app::*;

fn shown(conn: &mut SqliteConnection) -> QueryResult<Vec<Article>> {
    let shown: Vec<PublishedArticle> = Article::objects().load(conn)?;
    Ok(shown)
}

fn main() {}
