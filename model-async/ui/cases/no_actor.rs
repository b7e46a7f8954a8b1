#[path = "../app.rs"]
mod app;
use app::*;
use model_async::prelude::*;

async fn rename(note: Note, conn: &mut Conn) -> Result<Note, Error> {
    note.patch().title("Milk").run(conn).await
}

fn main() {}
