#[path = "../shelf.rs"]
mod shelf;
use model_core::relations::related;
use shelf::*;

fn sum(conn: &mut SqliteConnection) {
    let _ = related::<Writer>().sum::<i64, _>(writers::name);
}

fn main() {}
