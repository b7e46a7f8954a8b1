#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(tenant: Tenant, conn: &mut SqliteConnection) -> QueryResult<Vec<Note>> {
    tenant.notes().load(conn)
}

fn main() {}
