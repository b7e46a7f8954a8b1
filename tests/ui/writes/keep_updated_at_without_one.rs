#[path = "../app.rs"]
mod app;
use app::*;

fn patch(tag: Tag, conn: &mut SqliteConnection) -> Result<Tag, Error> {
    tag.patch().name("sea").keep_updated_at().run(conn)
}

fn main() {}
