#[path = "../app.rs"]
mod app;
use app::*;

fn delete(article: Article, conn: &mut SqliteConnection) -> Result<Deleted<Article>, Error> {
    article.delete().run(conn)
}

fn main() {}
