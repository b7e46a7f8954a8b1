#[path = "../app.rs"]
mod app;
use app::*;

fn delete(article: Article, me: Actor, conn: &mut SqliteConnection) -> Result<Deleted<Article>, Error> {
    article.delete().by(me).run(conn)
}

fn main() {}
