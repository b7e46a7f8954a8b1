#[path = "../app.rs"]
mod app;
use app::*;

fn restore(tag: Deleted<Tag>, conn: &mut SqliteConnection) -> Result<Tag, Error> {
    tag.restore().run(conn)
}

fn main() {}
