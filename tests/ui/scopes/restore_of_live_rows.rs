#[path = "../app.rs"]
mod app;
use app::*;

fn restore(me: &Actor, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Article::objects().restore().by(me).run(conn)
}

fn main() {}
