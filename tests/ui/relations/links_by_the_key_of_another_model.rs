#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn link(shelf: Shelf, conn: &mut SqliteConnection) {
    let _ = shelf.link::<Writer>().add([shelf.id]).run(conn);
}

fn main() {}
