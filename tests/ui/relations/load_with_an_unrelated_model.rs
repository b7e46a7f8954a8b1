#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn load(conn: &mut SqliteConnection) {
    let _ = Writer::objects().load_with::<Edition>(conn);
}

fn main() {}
