#[path = "../app.rs"]
mod app;
use app::*;

fn restore(gone: Deleted<Article>, conn: &mut SqliteConnection) -> Result<Article, Error> {
    gone.restore().run(conn)
}

fn main() {}
