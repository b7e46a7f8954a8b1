#[path = "../app.rs"]
mod app;
use app::*;

fn copy(rows: Vec<NewTag>, conn: &mut SqliteConnection) -> Result<(), Error> {
    Tag::upsert_many(rows).on(tags::id).overwrite().newest_by(articles::score).run(conn)
}

fn main() {}
