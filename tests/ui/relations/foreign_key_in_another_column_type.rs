#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookId(i64);

diesel::table! {
    books (id) {
        id -> BigInt,
        parent_id -> Nullable<Integer>,
    }
}

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    #[diesel(column_name = id)]
    pub id: i64,
    #[model(belongs_to = Shelf)]
    pub parent_id: Option<i32>,
}

diesel::table! {
    shelves (id) {
        id -> SmallInt,
    }
}

#[derive(Model)]
#[model(table = shelves)]
pub struct Shelf {
    pub id: i32,
}

fn main() {}
