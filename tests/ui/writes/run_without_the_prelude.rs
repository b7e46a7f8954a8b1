#[path = "../app.rs"]
mod app;
use app::Article;
use diesel::SqliteConnection;
use model_core::{Actor, Deleted, Error, ModelVerbs};

fn delete(article: Article, me: &Actor, conn: &mut SqliteConnection) -> Result<Deleted<Article>, Error> {
    article.delete().by(me).run(conn)
}

fn main() {}
