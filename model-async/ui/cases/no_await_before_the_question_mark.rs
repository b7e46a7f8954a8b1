#[path = "../app.rs"]
mod app;
use app::*;
use model_async::prelude::*;

async fn rename(note: Note, me: &Actor, conn: &mut Conn) -> Result<Note, Error> {
    let note = note.patch().title("Milk").by(me).run(conn)?;
    Ok(note)
}

fn main() {}
