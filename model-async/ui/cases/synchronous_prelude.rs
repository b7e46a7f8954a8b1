#[path = "../app.rs"]
mod app;
use app::*;
use model_core::prelude::*;

fn rename(note: Note, me: &Actor, conn: &mut Conn) -> Result<Note, Error> {
    note.patch().title("Milk").by(me).run(conn)
}

fn main() {}
