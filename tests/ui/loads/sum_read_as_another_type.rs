#[path = "../shelf.rs"]
mod shelf;
use model_core::relations::related;
use shelf::*;

fn sum(conn: &mut SqliteConnection) -> QueryResult<Vec<(Place, Option<String>)>> {
    Place::objects().with(related::<Shelf>().max(shelves::id)).load(conn)
}

fn main() {}
