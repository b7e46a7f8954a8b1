#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn change(conn: &mut SqliteConnection) -> Result<Note, Error> {
    Note::patch_by_key(7).title("Milk").run(conn)
}

fn main() {}
