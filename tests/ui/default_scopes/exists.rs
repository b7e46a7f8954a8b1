#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn any(conn: &mut SqliteConnection) -> QueryResult<bool> {
    Note::objects().exists().get_result(conn)
}

fn main() {}
