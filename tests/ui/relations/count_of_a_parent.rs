#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn count(conn: &mut SqliteConnection) {
    let _ = Place::objects().load_with::<model_core::relations::Count<Shelf>>(conn);
}

fn main() {}
