#[path = "../app.rs"]
mod app;
use app::*;

fn write(conn: &mut SqliteConnection) -> Result<(), Error> {
    Tag::delete_by_key(1).counting_to(1_000).run(conn)?;
    Ok(())
}

fn main() {}
