#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

fn change(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().patch().title("Milk").run(conn)
}

fn main() {}
