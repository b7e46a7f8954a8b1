#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn writers_with_the_code_of_a_book(conn: &mut SqliteConnection) {
    let _ = Writer::objects().annotate(books::code * 2).load::<(Writer, i32)>(conn);
}

fn main() {}
