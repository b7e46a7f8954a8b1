#[path = "../app.rs"]
mod app;
use app::*;

fn restore(gone: Deleted<Article>, conn: &mut SqliteConnection) -> Result<Outcome<Article>, Error> {
    gone.restore().outcome(conn)
}

fn main() {}
