#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn all(conn: &mut SqliteConnection) -> QueryResult<Vec<Milk>> {
    Milk::objects().load(conn)
}

fn main() {}
