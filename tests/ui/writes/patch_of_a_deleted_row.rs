#[path = "../app.rs"]
mod app;
use app::*;

fn patch(gone: Deleted<Article>, me: &Actor, conn: &mut SqliteConnection) -> Result<Article, Error> {
    gone.patch().title("Hello").by(me).run(conn)
}

fn main() {}
