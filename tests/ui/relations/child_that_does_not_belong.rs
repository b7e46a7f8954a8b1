#[path = "../shelf.rs"]
mod shelf;
use model_core::prelude::*;
use shelf::books;

diesel::table! {
    racks (id) {
        id -> BigInt,
    }
}

#[derive(Model)]
#[model(table = racks, has_many(books = Book, on_delete = cascade))]
pub struct Rack {
    pub id: i64,
}

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    pub writer_id: i64,
}

fn main() {}
