#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(conn: &mut SqliteConnection) -> QueryResult<Vec<Tenant>> {
    Tenant::objects().for_tenant(7).load(conn)
}

fn main() {}
