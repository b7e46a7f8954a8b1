#[path = "../app.rs"]
mod app;
use app::*;

fn patch(conn: &mut SqliteConnection) -> Result<Article, Error> {
    ArticlePatch::new().title("x").run(conn)
}

fn main() {}
