#[path = "../app.rs"]
mod app;
use app::*;

fn read(conn: &mut SqliteConnection) -> Result<(), Error> {
    Tag::at_version(1, 2).load(conn)?;
    Ok(())
}

fn main() {}
