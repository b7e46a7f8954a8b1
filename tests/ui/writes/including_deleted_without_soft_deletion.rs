#[path = "../app.rs"]
mod app;
use app::*;

fn patch(tag: Tag, conn: &mut SqliteConnection) -> Result<Tag, Error> {
    tag.patch().name("sea").including_deleted().run(conn)
}

fn main() {}
