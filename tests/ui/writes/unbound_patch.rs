#[path = "../app.rs"]
mod app;
use app::*;

fn patch(me: &Actor, conn: &mut SqliteConnection) -> Result<Article, Error> {
    ArticlePatch::new().title("x").by(me).run(conn)
}

fn main() {}
