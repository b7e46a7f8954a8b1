#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn about(reply: Reply, conn: &mut SqliteConnection) -> QueryResult<Note> {
    reply.note().first(conn)
}

fn main() {}
