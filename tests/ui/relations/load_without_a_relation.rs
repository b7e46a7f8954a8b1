#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn load(conn: &mut SqliteConnection) {
    let _ = Shelf::objects().load_with::<(Place, Edition)>(conn);
}

fn main() {}
