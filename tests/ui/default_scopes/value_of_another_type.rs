#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(conn: &mut SqliteConnection) -> QueryResult<Vec<Note>> {
    Note::objects().for_tenant("seven").load(conn)
}

fn main() {}
