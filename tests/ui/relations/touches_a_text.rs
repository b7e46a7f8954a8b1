#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to(Writer, touches = writers::name))]
    pub writer_id: WriterId,
}

fn main() {}
