#[path = "../app.rs"]
mod app;
use app::*;

fn copy(rows: Vec<NewTag>, conn: &mut SqliteConnection) -> Result<(), Error> {
    Tag::upsert_many(rows).overwrite().run(conn)
}

fn main() {}
