#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn theirs(conn: &mut SqliteConnection) -> QueryResult<Vec<(Note, Tenant)>> {
    Note::objects().inner_join_related::<Tenant>().load(conn)
}

fn main() {}
