#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn purge(conn: &mut SqliteConnection) -> Result<model_core::purge::Purged, Error> {
    Note::purge().run(conn)
}

fn main() {}
