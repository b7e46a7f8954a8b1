#[path = "../shelf.rs"]
mod shelf;
use model_core::relations::related;
use shelf::*;

fn shelves_by_a_label_of_a_book(conn: &mut SqliteConnection) {
    let _ = Place::objects().with(related::<Shelf>().filter(books::label.eq("a"))).load(conn);
}

fn main() {}
