#[path = "../app.rs"]
mod app;
use app::*;

fn patch(one: Article, me: &Actor, conn: &mut SqliteConnection) -> Result<Vec<Article>, Error> {
    one.patch().title("One").returning().by(me).run(conn)
}

fn main() {}
