#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

#[derive(Model)]
#[model(table = shelves, has_many(places = Place, by = places::shelf, on_delete = keep))]
pub struct Rack {
    pub id: i64,
    pub owner_id: i64,
}

fn main() {}
