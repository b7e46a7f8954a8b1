#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = books, belongs_to(Edition, foreign_key = [code, id], name = edition))]
pub struct Book {
    pub id: i64,
    pub code: i32,
}

fn main() {}
