#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(conn: &mut SqliteConnection) -> QueryResult<Vec<(Tenant, Vec<Note>)>> {
    Tenant::objects().load_with::<Note>(conn)
}

fn main() {}
