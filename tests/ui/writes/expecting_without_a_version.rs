#[path = "../app.rs"]
mod app;
use app::*;

fn write(conn: &mut SqliteConnection) -> Result<(), Error> {
    Tag::patch_by_key(1).expecting(2).name("a").run(conn)?;
    Tag::delete_by_key(1).expecting(2).run(conn)?;
    Ok(())
}

fn main() {}
