#[path = "../shelf.rs"]
mod shelf;
use model_core::relations::related;
use shelf::*;

fn writers_have_no_editions(conn: &mut SqliteConnection) {
    let _ = Place::objects().with(related::<Shelf>().with((related::<Edition>(),))).load(conn);
}

fn main() {}
