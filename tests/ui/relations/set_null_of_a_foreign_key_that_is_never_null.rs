#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

diesel::table! {
    shelves (id) {
        id -> BigInt,
    }
}

#[derive(Model)]
#[model(table = shelves, has_many(books = Book, on_delete = set_null))]
pub struct Shelf {
    pub id: i64,
}

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to = Shelf)]
    pub writer_id: i64,
}

fn main() {}
