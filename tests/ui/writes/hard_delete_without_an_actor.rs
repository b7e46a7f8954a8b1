#[path = "../app.rs"]
mod app;
use app::*;

fn purge(gone: Deleted<Article>, conn: &mut SqliteConnection) -> Result<Article, Error> {
    gone.hard_delete().run(conn)
}

fn main() {}
