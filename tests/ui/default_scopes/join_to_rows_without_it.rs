#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(conn: &mut SqliteConnection) -> QueryResult<Vec<(Tenant, Option<Note>)>> {
    Tenant::objects().left_join_related::<Note>().load(conn)
}

fn main() {}
