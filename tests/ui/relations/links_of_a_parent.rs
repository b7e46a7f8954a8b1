#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = shelves)]
pub struct Shelf {
    pub id: i64,
    #[model(belongs_to = Writer)]
    pub owner_id: WriterId,
}

fn link(shelf: &Shelf, writer: WriterId) {
    let _ = shelf.link::<Writer>().add([writer]);
}

fn main() {}
