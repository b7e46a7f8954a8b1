#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = books, has_many(answers = Book))]
pub struct Book {
    pub id: i64,
}

fn main() {}
