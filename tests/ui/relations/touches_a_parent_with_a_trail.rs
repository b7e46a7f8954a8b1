#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

diesel::table! {
    poets (id) {
        id -> BigInt,
        poems -> Integer,
    }
}

#[derive(Model)]
#[model(table = poets, audit)]
pub struct Poet {
    pub id: i64,
    pub poems: i32,
}

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to(Poet, touches = poets::poems))]
    pub writer_id: i64,
}

fn main() {}
