#[path = "../shelf.rs"]
mod shelf;
use model_core::relations::related;
use shelf::*;

fn shelves_by_the_code_of_a_book(conn: &mut SqliteConnection) {
    let _ = Place::objects().with(related::<Shelf>().order(books::code.desc()).limit_each(3)).load(conn);
}

fn main() {}
