#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article, conn: &mut SqliteConnection) -> Result<Article, Error> {
    article.patch().title("Hello").run(conn)
}

fn main() {}
