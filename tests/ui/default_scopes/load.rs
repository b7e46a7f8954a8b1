#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn all(conn: &mut SqliteConnection) -> QueryResult<Vec<Note>> {
    Note::objects().load(conn)
}

fn main() {}
