#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(conn: &mut SqliteConnection) -> QueryResult<Vec<Note>> {
    Note::objects().for_tenant(7).for_tenant(8).load(conn)
}

fn main() {}
