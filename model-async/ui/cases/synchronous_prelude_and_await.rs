#[path = "../app.rs"]
mod app;
use app::*;
use model_core::prelude::*;

async fn rename(note: Note, me: &Actor, conn: &mut Conn) -> Result<Note, Error> {
    note.patch().title("Milk").by(me).run(conn).await
}

fn main() {}
