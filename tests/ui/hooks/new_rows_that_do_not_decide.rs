#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

fn create_many(new: Vec<NewNote>, conn: &mut SqliteConnection) -> Result<Vec<Note>, Error> {
    Note::create_many(new).run(conn)
}

fn upsert_many(new: Vec<NewNote>, conn: &mut SqliteConnection) -> Result<Vec<Upserted<Note>>, Error> {
    Note::upsert_many(new).on(notes::title).run(conn)
}

fn main() {}
