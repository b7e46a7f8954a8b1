#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn join(conn: &mut SqliteConnection) {
    let _ = Shelf::objects().inner_join_related::<Edition>();
}

fn main() {}
