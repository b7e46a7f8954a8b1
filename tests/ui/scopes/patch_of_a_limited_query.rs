#[path = "../app.rs"]
mod app;
use app::*;

fn patch(me: &Actor, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Article::objects().limit(5).patch().title("Hello").by(me).run(conn)
}

fn main() {}
