#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn join(conn: &mut SqliteConnection) {
    let _ = Shelf::objects().left_join_related::<Writer>();
}

fn main() {}
