#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn all(conn: &mut SqliteConnection) -> QueryResult<i64> {
    Note::objects().with_deleted().count().get_result(conn)
}

fn main() {}
