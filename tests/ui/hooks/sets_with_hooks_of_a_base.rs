#[path = "../sealed.rs"]
mod sealed;
use sealed::*;

fn patch(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().patch().title("Hello").run(conn)
}

fn create(new: Vec<NewNote>, conn: &mut SqliteConnection) -> Result<Vec<Note>, Error> {
    Note::create_many(new).run(conn)
}

fn delete(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().delete().run(conn)
}

fn main() {}
