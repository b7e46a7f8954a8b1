#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

pub struct Person;

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to = Person)]
    pub writer_id: i64,
}

fn main() {}
