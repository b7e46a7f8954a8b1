#[path = "../app.rs"]
mod app;
use app::*;

fn delete(one: Article, me: &Actor, conn: &mut SqliteConnection) -> Result<Deleted<Article>, Error> {
    one.delete().returning().by(me).run(conn)
}

fn main() {}
