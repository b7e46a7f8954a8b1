#[path = "../app.rs"]
mod app;
use app::*;

fn delete(me: &Actor, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Article::objects().only_deleted().delete().by(me).run(conn)
}

fn main() {}
