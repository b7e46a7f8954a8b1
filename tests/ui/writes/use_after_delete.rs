#[path = "../app.rs"]
mod app;
use app::*;

fn delete(article: Article, me: &Actor, conn: &mut SqliteConnection) -> Result<(), Error> {
    article.delete().by(me).run(conn)?;
    article.patch().title("Hello").by(me).run(conn)?;
    Ok(())
}

fn main() {}
