#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn writers_have_no_editions(conn: &mut SqliteConnection) {
    let _ = Writer::objects().with(model_core::relations::related::<Edition>().count()).load(conn);
}

fn main() {}
