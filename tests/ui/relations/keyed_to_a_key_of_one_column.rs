#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = books, belongs_to(Writer, foreign_key = [id, code], name = writer))]
pub struct Book {
    pub id: i64,
    pub code: i32,
}

fn main() {}
