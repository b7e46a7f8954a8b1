#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn clear(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().delete().run(conn)
}

fn main() {}
