#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to(Writer, touches = books::code))]
    pub writer_id: WriterId,
    pub code: i32,
}

fn main() {}
