#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn past(conn: &mut SqliteConnection) -> Result<Vec<model_core::audit::AuditEntry<Note>>, Error> {
    Note::history(7).load(conn)
}

fn main() {}
