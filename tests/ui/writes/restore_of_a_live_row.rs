#[path = "../app.rs"]
mod app;
use app::*;

fn restore(article: Article, me: &Actor, conn: &mut SqliteConnection) -> Result<Article, Error> {
    article.restore().by(me).run(conn)
}

fn main() {}
