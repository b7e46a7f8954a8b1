#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn clear(conn: &mut SqliteConnection) -> Result<Deleted<Note>, Error> {
    Note::delete_by_key(7).run(conn)
}

fn main() {}
